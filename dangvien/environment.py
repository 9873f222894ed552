"""Readers of environment variables that stop the program with a Vietnamese sentence naming the wrong variable.

Settings use these instead of bare ``os.environ``: a typing error in a variable must not start the register
with a meaning nobody chose (for instance ``DEBUG=flase`` read as "off" or as "on").
"""

import ipaddress
import os
import secrets
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import environ
from pyrage import IdentityError, x25519

YES = frozenset({"1", "true", "yes", "on", "co", "có"})
NO = frozenset({"0", "false", "no", "off", "khong", "không"})
DATABASES = ("postgres://", "postgresql://", "sqlite:///")
BROKERS = ("filesystem://", "redis://", "rediss://")
MAIL_SERVERS = ("smtp://", "smtp+tls://", "smtp+ssl://")
SECRET_LENGTH = 50
TOKEN_LENGTH = 20


class WrongSetting(SystemExit):
    """A variable has a value that cannot be used. Printed as one sentence, without a traceback; exit status 1."""


def refuse(name: str, why: str) -> NoReturn:
    """Stop, naming the variable; `why` is the rest of a Vietnamese sentence."""
    raise WrongSetting(f"Biến {name} {why}")


def text(name: str, default: str) -> str:
    """The variable without surrounding spaces; an empty value counts as not set."""
    return os.environ.get(name, "").strip() or default


def token(name: str) -> str:
    """What another program shows to be answered; empty when it is not set, never short enough to be guessed."""
    shown = text(name, "")
    if shown and len(shown) < TOKEN_LENGTH:
        refuse(name, f"phải dài ít nhất {TOKEN_LENGTH} ký tự, hoặc để trống.")  # the value itself is never repeated
    return shown


def handed_on(*, only: Collection[str] = (), but: Collection[str] = ()) -> dict[str, str]:
    """The variables of this process for one that it starts: those named in `only`, or all when none is; never `but`."""
    return {name: value for name, value in os.environ.items() if (not only or name in only) and name not in but}


def switch(name: str, *, default: bool) -> bool:
    """A yes or no variable."""
    word = text(name, "1" if default else "0").lower()
    if word in YES:
        return True
    if word in NO:
        return False
    refuse(name, f"phải là 1 (bật) hoặc 0 (tắt), không phải “{word}”.")


def words(name: str, default: tuple[str, ...]) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, ",".join(default)).split(",") if word.strip()]


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One word out of `allowed`."""
    word = text(name, default)
    if word not in allowed:
        refuse(name, f"phải là một trong: {', '.join(allowed)}; không phải “{word}”.")
    return word


def networks(name: str) -> list[str]:
    """Addresses or networks (10.0.0.5, 172.16.0.0/12) separated by commas; none by default."""
    found = words(name, ())
    for word in found:
        try:
            ipaddress.ip_network(word)
        except ValueError:
            refuse(name, f"phải gồm các địa chỉ IP hoặc dải mạng như 172.16.0.0/12; “{word}” không phải.")
    return found


def folder(name: str, default: Path) -> Path:
    """A folder that exists afterwards and can be written; made readable by its owner only when it is new."""
    path = Path(text(name, str(default))).expanduser()
    if not path.is_absolute():
        refuse(name, f"phải là đường dẫn tuyệt đối (bắt đầu bằng /), không phải “{path}”.")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        refuse(name, f"trỏ tới thư mục {path} nhưng không tạo được ({error.strerror}).")
    if not os.access(path, os.W_OK | os.X_OK):
        refuse(name, f"trỏ tới thư mục {path} nhưng không ghi được vào đó.")
    return path


def only_for_owner(path: Path) -> None:
    """Close a file to other users of the machine that was made under a generous umask; a missing one is left alone."""
    with suppress(OSError):  # not there yet, or somebody else's, who then answers for it
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)


def database(name: str, default: Path) -> dict[str, Any]:
    """Django's description of the database: PostgreSQL or SQLite by address, else the SQLite file `default`."""
    address = text(name, f"sqlite:///{default}")
    # The address itself is never repeated in a message: it holds the password.
    if not address.startswith(DATABASES):
        refuse(name, "phải bắt đầu bằng postgres:// hoặc sqlite:/// .")
    try:
        described: dict[str, Any] = environ.Env.db_url_config(address)
    except ValueError:
        refuse(name, "không phải là một địa chỉ cơ sở dữ liệu hợp lệ.")
    if not described.get("NAME"):
        refuse(name, "thiếu tên cơ sở dữ liệu, ví dụ postgres://nguoi_dung:mat_khau@may:5432/dangvien .")
    return described


def broker(name: str, default: str) -> str:
    """The address of the queue that wakes the worker: Redis, or the folder queue that needs no server."""
    address = text(name, default)
    if not address.startswith(BROKERS):
        refuse(name, "phải bắt đầu bằng redis://, rediss:// hoặc filesystem:// .")
    return address


def mail_server(name: str) -> dict[str, Any]:
    """Django's EMAIL_… settings from an address like smtp+tls://user:password@host:587; nothing when it is not set."""
    address = text(name, "")
    if not address:
        return {}
    # The address itself is never repeated in a message: it holds the password.
    if not address.startswith(MAIL_SERVERS):
        refuse(name, "phải bắt đầu bằng smtp://, smtp+tls:// hoặc smtp+ssl:// .")
    try:
        described: dict[str, Any] = environ.Env.email_url_config(address)
    except ValueError:
        refuse(name, "không phải là một địa chỉ máy chủ thư hợp lệ.")
    if not described.get("EMAIL_HOST"):
        refuse(name, "thiếu tên máy chủ thư, ví dụ smtp+tls://nguoi_dung:mat_khau@may:587 .")
    return described


def web_address(name: str) -> str:
    """The address people type into the browser, without the last slash; empty when it is not set."""
    address = text(name, "").rstrip("/")
    if address and not address.startswith(("http://", "https://")):
        refuse(name, f"phải bắt đầu bằng http:// hoặc https://, không phải “{address}”.")
    return address


def backup_key(backups: Path) -> str:
    """BACKUP_KEY, or what BACKUP_KEY_FILE holds; empty when there is none. Never from the folder of the backups."""
    key, file = text("BACKUP_KEY", ""), text("BACKUP_KEY_FILE", "")
    source = "BACKUP_KEY"
    if key and file:
        refuse("BACKUP_KEY", "và BACKUP_KEY_FILE không được đặt cùng lúc: chỉ giữ một trong hai.")
    if file:
        source = "BACKUP_KEY_FILE"
        path = Path(file).expanduser()
        if path.resolve().is_relative_to(backups.resolve()):
            refuse(source, "trỏ vào thư mục chứa các bản sao lưu. Khóa phải nằm ở nơi khác.")
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            refuse(source, f"trỏ tới tệp {path} nhưng không đọc được.")
        key = next((line for line in lines if not line.startswith("#") and line.strip()), "")
        key = key or refuse(source, f"trỏ tới tệp {path} nhưng trong đó không có khóa.")
    key = key.strip().upper()
    if key:
        try:
            x25519.Identity.from_str(key)
        except IdentityError:
            refuse(source, "không phải là khóa sao lưu. Tạo khóa bằng lệnh manage.py backup --new-key.")
    return key


def counts(name: str, default: tuple[int, ...]) -> tuple[int, ...]:
    """So many whole numbers from 1 on, separated by commas."""
    found = words(name, tuple(map(str, default)))
    if len(found) != len(default) or not all(word.isdecimal() and int(word) for word in found):
        example = ",".join(map(str, default))
        refuse(name, f"phải gồm {len(default)} số từ 1 trở lên, cách nhau bằng dấu phẩy, ví dụ {example}.")
    return tuple(map(int, found))


def secret_key(made: Path) -> str:
    """SECRET_KEY, or what SECRET_KEY_FILE holds, or the key kept in `made`, generated at the first start."""
    key = text("SECRET_KEY", "")
    source = "SECRET_KEY"
    file = text("SECRET_KEY_FILE", "")
    if key and file:
        refuse("SECRET_KEY", "và SECRET_KEY_FILE không được đặt cùng lúc: chỉ giữ một trong hai.")
    if not key:
        source = "SECRET_KEY_FILE"
        path = Path(file) if file else generate(made)
        try:
            key = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            refuse(source, f"trỏ tới tệp {path} nhưng không đọc được.")
    if len(key) < SECRET_LENGTH or len(set(key)) < 5:
        refuse(source, f"phải chứa khoá bí mật ngẫu nhiên dài ít nhất {SECRET_LENGTH} ký tự.")
    return key


def generate(path: Path) -> Path:
    """Make the key file once, readable by its owner only, even when several processes start together."""
    if path.exists():
        return path
    mine = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(secrets.token_urlsafe(64))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(mine, path)  # fails when another process was first: then its key is the key
    except FileExistsError:
        pass
    finally:
        mine.unlink()
    return path
