"""Zip archives (DOCX, XLSX) that are the same byte for byte whenever and wherever they are written."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EARLIEST = (1980, 1, 1, 0, 0, 0)


def repacked(archive: bytes, moment: datetime) -> bytes:
    """The archive with every entry in its place, dated `moment` and without a trace of the machine."""
    stamp = max(_EARLIEST, (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second))
    packed = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            info = ZipInfo(entry.filename, stamp)
            info.create_system = 0
            target.writestr(info, source.read(entry), ZIP_DEFLATED, compresslevel=6)
    return packed.getvalue()
