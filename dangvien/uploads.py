"""Files that are sent: none is taken (docs/threat-model.md), so none is written to the disk, not even on the way."""

from __future__ import annotations

from typing import NoReturn

from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class NoFiles(FileUploadHandler):
    """Stops reading a form at the first file in it, before a stranger can fill the disk with it."""

    def new_file(self, *args: object, **kwargs: object) -> NoReturn:
        """Called where a file begins; the boxes before it have been read."""
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called: no file gets this far."""

    def file_complete(self, file_size: int) -> None:
        """Never called: no file gets this far."""
