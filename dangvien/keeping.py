"""What was typed is not lost when the door falls shut: it goes back to the browser, sealed, and is offered again.

Nothing is stored here: the sealed text travels through the pages of the door in a hidden box, to the same browser that
sent it. The seal keeps anybody from making a page that sends something else.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.core import signing
from django.db import DatabaseError
from django.http import HttpRequest

from dangvien.page_owner import page_owner

BOX = "kept"
"""The hidden box that carries it."""

LIVES = 24 * 60 * 60
"""Seconds after which the sealed text is no longer taken."""

_SALT = "dangvien.keeping"
_NEVER = frozenset({"csrfmiddlewaretoken", BOX, "password", "old", "new", "again", "code"})
"""Boxes that are never kept: secrets, and what belongs to the sending itself."""


@dataclass(frozen=True)
class Kept:
    """A form that was sent and could not be taken: to which address, and what stood in its boxes.

    `files`: it also held files, which the browser has to be given again. `user`: whose page it stood on; to anybody
    else who signs in at this browser it is not offered, and to nobody when that cannot be told.
    """

    path: str
    fields: tuple[tuple[str, str], ...]
    files: bool = False
    user: int | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> Kept | None:
        """What this request sent; None when it sent nothing worth keeping."""
        if request.method != "POST":
            return None
        fields = [(name, str(value)) for name, values in request.POST.lists() for value in values if name not in _NEVER]
        files = bool(request.FILES) or getattr(request, "files_let_go", False)
        return cls(request.get_full_path(), tuple(fields), files, _whose(request)) if fields or files else None

    @classmethod
    def unsealed(cls, text: str) -> Kept | None:
        """What a sealed text holds; None when it is not ours, or too old."""
        if not text:
            return None
        try:
            path, fields, files, user = signing.loads(text, salt=_SALT, max_age=LIVES)
        except signing.BadSignature:
            return None
        return cls(path, tuple((name, value) for name, value in fields), files, user)

    def sealed(self) -> str:
        """As a text for a hidden box."""
        return signing.dumps([self.path, self.fields, self.files, self.user], salt=_SALT, compress=True)


def _whose(request: HttpRequest) -> int | None:
    """Whose page it was: as the page itself tells, else whose session it was sent in. The database may be away, the
    session ended from elsewhere: then only the page knows."""
    owner = page_owner(request)
    if owner is None:
        with suppress(AttributeError, DatabaseError):
            owner = request.user.pk
    return owner or getattr(request, "closed_for", None)
