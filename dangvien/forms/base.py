"""What every form of ours shares: its token, and taking an action's refusals to the right fields."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms

from dangvien.procedure.problem import Met, Refused


class HouseForm(forms.Form):
    """A form that is carried out once. `token` names this one filling of it (see `actions/submission.py`)."""

    met: frozenset[Met] = frozenset()
    """Numbers of which the checked form says that somebody of another place has them."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid4

    @property
    def sent_token(self) -> UUID:
        """The token that was sent; a fresh one for a client that sent none."""
        return self.cleaned_data.get("token") or uuid4()

    @property
    def claimed_token(self) -> UUID | None:
        """The token as it stands in the sent data, before anything is checked; None when there is none to read."""
        try:
            return UUID(str(self.data.get(self.add_prefix("token"), "")))
        except ValueError:
            return None

    def take(self, refused: Refused) -> None:
        """Show each problem at its field, or at the head of the form when it belongs to none."""
        for problem in refused.problems:
            self.add_error(problem.field if problem.field in self.fields else None, problem.sentence)
