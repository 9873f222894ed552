"""Files that are sent: none is taken (docs/threat-model.md), so none is written to the disk, not even on the way.

At the few addresses of `TAKEN`, a file is read into memory for those who hold the permission, each up to its own size,
and is gone when the request is answered. Every other file is read past and let go of piece by piece: a browser whose
sending is cut off shows an error of its own instead of the page with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from dangvien import workbooks
from dangvien.permissions import Permission
from dangvien.rosters import sizes


@dataclass(frozen=True)
class Taken:
    """What one must hold somewhere to send a file to an address, and how many bytes of it are kept in memory."""

    needs: Permission
    most: int


MOST_OF_DRAFT = 20 * sizes.MEGABYTE
"""Bytes of a report whose figures are tested: 200 pages with a few pictures."""

TAKEN = {
    "phuong-an-dua-len": Taken(Permission.MANAGE_ORGANIZATIONS, workbooks.MOST_BYTES),
    "nhap-dua-len": Taken(Permission.IMPORT_ROSTERS, sizes.MOST_BYTES),
    "nhap-doi-chieu": Taken(Permission.IMPORT_ROSTERS, sizes.MOST_BYTES),
    "bao-cao-mau-dua-len": Taken(Permission.ISSUE_REPORTS, workbooks.MOST_BYTES),
    "bao-cao-kiem-tra-so-lieu-moi": Taken(Permission.VIEW_REPORTS, MOST_OF_DRAFT),
}
"""The addresses that take a file."""

MOST_SENT = 100 * sizes.MEGABYTE
"""Bytes of a request with files that is read to its end; of a longer one nothing is read."""


class NoFiles(FileUploadHandler):
    """Writes no file anywhere: one sent to an address above is kept in memory, as far as the address takes it, of any
    other only the request remembers that it was there (`files_let_go`)."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Called before the form is read; the third value is how long it says it is. Raises when that is too long."""
        length = args[2] if len(args) > 2 else kwargs.get("content_length")
        if int(length or 0) > MOST_SENT:
            raise RequestDataTooBig
        self._taken = self._taken_here()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Called where a file begins; the boxes before it have been read."""
        super().new_file(*args, **kwargs)
        if self._taken is None:
            vars(self.request)["files_let_go"] = True
            raise SkipFile
        self._kept, self._length = BytesIO(), 0

    def _taken_here(self) -> Taken | None:
        match = getattr(self.request, "resolver_match", None)
        taken = TAKEN.get(match.view_name if match else "")
        held = getattr(self.request, "held", None)
        return taken if taken is not None and held is not None and taken.needs in held.permissions else None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep the piece, unless the file has grown too large: then let go of all of it and only count."""
        self._length += len(raw_data)
        if self._taken is not None and self._length <= self._taken.most:
            self._kept.write(raw_data)
        else:
            self._kept = BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The workbook; of one that was too large nothing but its size."""
        self._kept.seek(0)
        name, kind, charset = str(self.file_name or "")[:200], self.content_type, self.charset
        return InMemoryUploadedFile(self._kept, self.field_name, name, kind, self._length, charset)
