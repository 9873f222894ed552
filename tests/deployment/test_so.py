"""`./so`: the service's variables as systemd reads them, and the account that owns the data. No register is opened."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

SHELL = "#!/bin/bash\n"
PYTHON = f"""{SHELL}printf '%s\\n' "python $*" "DATA_DIR=$DATA_DIR" "CONTACT=$SUPPORT_CONTACT" "KEY=$SECRET_KEY"\n"""
FILE = """# SECRET_KEY=not this one
DATA_DIR={data}

SUPPORT_CONTACT=đ/c Hùng, 0900 000 000  
SECRET_KEY="a$HOME`id`'b"
nonsense
"""  # noqa: W291 spaces at the end of a line do not count


@pytest.fixture
def house(tmp_path):
    """A program folder whose Python tells what it was given, and a data folder."""
    program, tools = tmp_path / "chuong trinh", tmp_path / "tools"
    for folder in (program / ".venv" / "bin", tools, tmp_path / "data"):
        folder.mkdir(parents=True)
    shutil.copy(Path(settings.BASE_DIR) / "so", program)
    write(program / ".venv" / "bin" / "python", PYTHON)
    write(tools / "runuser", f"""{SHELL}[[ $4 == test ]] || echo "as $2"; shift 3; exec "$@"\n""")
    (tmp_path / "dangvien.env").write_text(FILE.format(data=tmp_path / "data"), encoding="utf-8")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def so(house: Path, *words: str, user: int, owner: str = "dangvien") -> subprocess.CompletedProcess[str]:
    """Call it as a user of that number; the data folder seems to belong to `owner`."""
    write(house / "tools" / "id", f"{SHELL}echo {user}\n")
    write(house / "tools" / "stat", f"{SHELL}echo {owner}\n")
    environment = {"PATH": f"{house / 'tools'}:{os.environ['PATH']}", "DANGVIEN_ENV": str(house / "dangvien.env")}
    command = [str(house / "chuong trinh" / "so"), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_command_is_given_the_variables_of_the_service_letter_by_letter(house):
    told = so(house, "backup", "--output", "hai chữ.age", user=1000).stdout.splitlines()

    assert told == [
        f"python {house}/chuong trinh/manage.py backup --output hai chữ.age",
        f"DATA_DIR={house}/data",
        "CONTACT=đ/c Hùng, 0900 000 000",
        "KEY=a$HOME`id`'b",
    ]


def test_root_becomes_the_account_that_owns_the_data(house):
    assert so(house, "reconcile", user=0).stdout.startswith("as dangvien\npython ")
    assert so(house, "reconcile", user=0, owner="root").stdout.startswith("python ")


def test_a_program_that_the_account_cannot_read_is_said_with_what_to_do(house):
    write(house / "tools" / "runuser", f"{SHELL}exit 1\n")
    ended = so(house, "reconcile", user=0)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert f"chmod -R a+rX {house}/chuong trinh" in ended.stderr


def test_what_is_missing_is_said_with_what_to_do(house):
    (house / "data").rmdir()
    ended = so(house, "migrate", user=0)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert f"install -d -o dangvien -g dangvien -m 0700 {house}/data" in ended.stderr

    (house / "chuong trinh" / ".venv" / "bin" / "python").unlink()
    ended = so(house, "migrate", user=1000)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "make packages .venv/run.stamp" in ended.stderr


def test_without_a_service_the_register_of_the_program_folder_is_meant(house):
    (house / "dangvien.env").unlink()

    assert "DATA_DIR=" in so(house, "migrate", user=0).stdout.splitlines()
