"""The schedule of the worker, which goes on when the clock of the machine is set back."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from celery.beat import PersistentScheduler

log = logging.getLogger(__name__)

SLACK = timedelta(seconds=5)
"""By how much a work may seem to have been rung in the future; a clock is corrected by so little all the time."""


class SteadyScheduler(PersistentScheduler):
    """Celery's own keeps the moment of the last ringing and waits from there: with a clock that was two hours ahead and
    is put right it rings nothing for two hours, not even the sweep that takes up forgotten jobs."""

    def tick(self, *args: Any, **options: Any) -> Any:
        """One look at the schedule; gives the seconds until the next."""
        if self._came_from_the_future():
            self._heap = None  # Celery fills it anew
        return super().tick(*args, **options)

    def _came_from_the_future(self) -> bool:
        """Let every work that was last rung later than now have been rung now; whether there was one."""
        late = [
            entry
            for entry in self.schedule.values()
            if entry.last_run_at is not None and entry.last_run_at > entry.default_now() + SLACK
        ]
        for entry in late:
            log.warning("the clock was set back: %s counts from now", entry.name)
            entry.last_run_at = entry.default_now()
        return bool(late)
