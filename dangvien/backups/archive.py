"""The file of a backup: a tar, encrypted by age, written and read as a stream.

`about.json`, then `tables/<table>/<number>.jsonl.gz`, then `files/<path>`, then `manifest.json`. Whoever has the key
can open it without this program: `age -d -i KEY FILE | tar x`.
"""

from __future__ import annotations

import errno
import gzip
import os
import secrets
import tarfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyrage
from pyrage import x25519

from dangvien.backups.keys import BackupRefused

BLOCK = 512
CHUNK = 1024 * 1024
UNFINISHED = ".dang-ghi"
"""How the name of a file ends that is not whole yet."""

NO_ROOM = (
    "Hết chỗ trống trên ổ đĩa nên chưa sao lưu được; không để lại tệp dở. Dọn ổ đĩa hoặc đặt BACKUP_DIR sang ổ khác."
)
CANNOT_WRITE = "Không ghi được bản sao lưu vào {folder} ({why}). Xem lại quyền của thư mục ấy."
CANNOT_READ = "Không đọc được tệp {path}."
WRONG_KEY = (
    "Khóa này không mở được bản sao lưu: đây không phải khóa đã dùng khi sao lưu, hoặc phần đầu tệp đã bị sửa. "
    "Chưa có gì bị thay đổi."
)
DAMAGED = "Tệp sao lưu bị cắt cụt hoặc đã bị sửa nên không dùng được. Lấy bản khác. Chưa có gì bị thay đổi."
NOT_A_BACKUP = "Tệp này không phải là bản sao lưu của sổ, hoặc đã bị cắt cụt. Chưa có gì bị thay đổi."


@dataclass(frozen=True)
class Member:
    """One thing that goes into a backup: its name, its bytes in pieces, how many they are."""

    name: str
    size: int
    pieces: Iterable[bytes]

    @classmethod
    def of(cls, name: str, content: bytes) -> Member:
        return cls(name, len(content), (content,))

    @classmethod
    def packed(cls, name: str, lines: Iterable[bytes]) -> Member:
        return cls.of(name, gzip.compress(b"".join(line + b"\n" for line in lines), 5, mtime=0))


def write(path: Path, key: x25519.Identity, members: Iterable[Member]) -> None:
    """Write a whole backup or nothing: under another name, to the disk, and only then under its own.

    Raises `BackupRefused` when there is no room or no right to write; whatever `members` raises goes on to the caller.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}{UNFINISHED}")
    source = _Source(_tar(members))
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            target = _Target(stream)
            try:
                pyrage.encrypt_io(source, target, [key.to_public()])
            except (pyrage.EncryptError, OSError) as error:
                # The library keeps only the words of what went wrong above or below it.
                raise source.error or target.error or error from None
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
        _keep_name(path.parent)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise BackupRefused(NO_ROOM) from error
        raise BackupRefused(CANNOT_WRITE.format(folder=path.parent, why=error.strerror or error)) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _keep_name(folder: Path) -> None:
    """Let the disk keep the new name too, not only the content."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class _Source:
    """What the encryption pulls its bytes from; keeps the error that stopped them."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")
        self.error: Exception | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._left:
                piece = next(self._pieces, None)
                if piece is None:
                    return b""
                self._left = memoryview(piece)
        except Exception as error:
            self.error = error
            raise
        given, self._left = self._left[:size], self._left[size:]
        return bytes(given)


class _Target:
    """Where the encryption puts its bytes; keeps the error that stopped them."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.error: Exception | None = None

    def write(self, piece: bytes) -> int:
        try:
            return self._stream.write(piece)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._stream.flush()


def _tar(members: Iterable[Member]) -> Iterator[bytes]:
    for member in members:
        info = tarfile.TarInfo(member.name)
        info.size, info.mode = member.size, 0o600
        yield info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
        yield from member.pieces
        yield b"\0" * (-member.size % BLOCK)
    yield b"\0" * (2 * BLOCK)


@contextmanager
def opened(path: Path, key: x25519.Identity) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """The members of a backup one after the other, each to be read before the next is asked for.

    Raises `BackupRefused`, at the beginning or on the way, for a wrong key, a cut file, a changed byte. Whoever has
    read to the end without it has read exactly what was written.
    """
    out, into = os.pipe()
    trouble: list[BackupRefused] = []

    def decrypt() -> None:
        # A reader that has seen enough closes the pipe: that is no trouble, neither while writing nor at the end.
        with suppress(BrokenPipeError), os.fdopen(into, "wb") as pipe:
            try:
                with path.open("rb") as source:
                    pyrage.decrypt_io(source, pipe, [key])
            except pyrage.DecryptError as error:
                trouble.append(BackupRefused(WRONG_KEY if "matching" in str(error) else NOT_A_BACKUP))
            except BrokenPipeError:
                raise
            except OSError as error:
                trouble.append(BackupRefused(CANNOT_READ.format(path=path) if error.errno else DAMAGED))

    if not path.is_file():
        raise BackupRefused(CANNOT_READ.format(path=path))
    worker = threading.Thread(target=decrypt, daemon=True)
    with os.fdopen(out, "rb") as pipe:
        worker.start()
        try:
            yield _members(pipe, worker, trouble)
        except (tarfile.TarError, EOFError, gzip.BadGzipFile) as error:
            worker.join()
            raise (trouble or [BackupRefused(DAMAGED)])[0] from error
        finally:
            pipe.close()
            worker.join()


def _members(
    pipe: IO[bytes], worker: threading.Thread, trouble: list[BackupRefused]
) -> Iterator[tuple[str, IO[bytes]]]:
    try:
        with tarfile.open(fileobj=pipe, mode="r|") as tar:
            for info in tar:
                content = tar.extractfile(info)
                if content is not None:
                    yield info.name, content
        while pipe.read(CHUNK):  # the end of the file is checked too
            pass
    except tarfile.TarError as error:
        worker.join()
        raise (trouble or [BackupRefused(DAMAGED)])[0] from error
    worker.join()
    if trouble:
        raise trouble[0]


def content_of(source: IO[bytes], write: Callable[[bytes], object]) -> None:
    """Pass a member on piece by piece."""
    while piece := source.read(CHUNK):
        write(piece)
