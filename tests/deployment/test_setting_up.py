"""What `make run` and `make test` stand on: the locks, and the script that installs missing Debian packages."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement

import dangvien

ROOT = Path(settings.BASE_DIR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
PACKAGE = r"([\w.-]+)(?:\[[\w,-]+\])?"


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    """Package and exact version of every line of a lock."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {
        normal(package): version for package, version in re.findall(rf"^{PACKAGE}==(\S+) \\$", text, flags=re.MULTILINE)
    }


def asked(requirements: list[str]) -> dict[str, str]:
    """Package and exact version ("" when free) of requirements as pyproject.toml writes them."""
    pattern = re.compile(r"(?P<package>[\w-]+)(?:\[\w+\])?(?:==(?P<version>\S+)|>=\S+)?")
    read = [pattern.fullmatch(line) for line in requirements]
    return {normal(match["package"]): match["version"] or "" for match in read if match} | {
        line: "not understood" for line, match in zip(requirements, read, strict=True) if match is None
    }


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_a_version_and_hashes_and_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = [
        block for block in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE) if block[:1] != "#" and block.strip()
    ]

    assert [
        block.splitlines()[0] for block in blocks if not re.match(rf"{PACKAGE}==\S+ \\\n    --hash=sha256:", block)
    ] == []
    assert re.findall(r"https?://|--index-url|--extra-index-url|--find-links|@ file", text) == []


def test_the_locks_hold_what_the_project_asks_for():
    run, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    needs = asked(PROJECT["project"]["dependencies"])
    extras = asked(PROJECT["project"]["optional-dependencies"]["dev"])

    assert [name for name, version in needs.items() if run.get(name) is None or version not in ("", run[name])] == []
    assert [name for name in extras if name not in dev] == []
    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize("name", LOCKS)
def test_a_package_asked_for_with_an_extra_is_locked_with_it(name):
    """Otherwise pip looks for `coverage[toml]` beside `coverage==…`, takes the newest, and finds no hash for it."""
    extras = dict(re.findall(r"^([\w.-]+)\[([\w,-]+)\]==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
    wanted = {
        f"{normal(need.name)}[{extra}]"
        for package in locked(name)
        for need in map(Requirement, metadata.requires(package) or [])
        if need.marker is None or need.marker.evaluate({"extra": extras.get(package, "")})
        for extra in need.extras
    }

    assert wanted
    assert wanted - {f"{package}[{extra}]" for package, named in extras.items() for extra in named.split(",")} == set()


def test_the_version_is_one_and_the_same():
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    assert PROJECT["project"]["version"] == dangvien.VERSION
    assert re.findall(r"^  image: dangvien:(\S+)$", compose, flags=re.MULTILINE) == [dangvien.VERSION]


@pytest.fixture
def machine(tmp_path):
    """A machine with only the given programs; `install` runs the script there for one package."""

    class Machine:
        programs = tmp_path / "bin"
        calls = tmp_path / "calls"

        def has(self, name: str, script: str) -> None:
            program = self.programs / name
            program.write_text(f'#!/bin/bash\necho "{name} $*" >>{self.calls}\n{script}\n')
            program.chmod(0o755)

        def install(self) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                ["/bin/bash", str(ROOT / ".ci/packages"), "libpango-1.0-0"],
                env={"PATH": str(self.programs)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )

        def called(self, name: str) -> list[str]:
            return [line for line in self.calls.read_text().splitlines() if line.startswith(f"{name} ")]

    it = Machine()
    it.programs.mkdir()
    for name in ("mktemp", "rm", "tail", "env", "bash"):
        (it.programs / name).symlink_to(f"/usr/bin/{name}")
    it.has("id", "echo 0")
    return it


ABSENT = "exit 1"
TELL_OPERATOR = "Hãy nhờ người quản trị máy chạy: apt-get install libpango-1.0-0\n"


def test_nothing_is_done_when_nothing_is_missing(machine):
    machine.has("dpkg-query", "echo -n installed")

    ended = machine.install()

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_root_installs_what_is_missing(machine):
    machine.has("dpkg-query", ABSENT)
    machine.has("apt-get", "exit 0")

    ended = machine.install()

    assert ended.returncode == 0
    assert ended.stderr == "Đang cài các gói Debian còn thiếu: libpango-1.0-0\n"
    assert machine.called("apt-get") == ["apt-get install -y -qq --no-install-recommends libpango-1.0-0"]


def test_the_lists_are_fetched_only_after_a_first_failure(machine):
    machine.has("dpkg-query", ABSENT)
    machine.has("apt-get", f"[[ $1 == update ]] && : >{machine.calls}.fresh; [[ -e {machine.calls}.fresh ]]")

    assert machine.install().returncode == 0
    assert [call.split()[1] for call in machine.called("apt-get")] == ["install", "update", "install"]


def test_without_rights_a_sentence_says_what_to_ask_for(machine):
    machine.has("dpkg-query", ABSENT)
    machine.has("id", "echo 1000")

    ended = machine.install()

    assert ended.returncode == 1
    assert ended.stderr == (
        "Thiếu các gói Debian: libpango-1.0-0\n"
        f"Tài khoản này không có quyền cài đặt và máy không có sudo. {TELL_OPERATOR}"
    )


def test_with_sudo_it_installs_without_asking_when_nobody_is_there(machine):
    machine.has("dpkg-query", ABSENT)
    machine.has("id", "echo 1000")
    machine.has("sudo", 'shift; "$@"')
    machine.has("true", "")
    machine.has("apt-get", "exit 0")

    assert machine.install().returncode == 0
    assert [call.split()[:2] for call in machine.called("sudo")] == [["sudo", "-n"]] * 2


def test_a_failing_apt_shows_its_last_lines(machine):
    machine.has("dpkg-query", ABSENT)
    machine.has("apt-get", "echo E: no network; exit 100")

    ended = machine.install()

    assert ended.returncode == 1
    assert ended.stderr.endswith(
        "E: no network\n"
        "Thiếu các gói Debian: libpango-1.0-0\n"
        f"apt-get không cài được (xem các dòng trên). {TELL_OPERATOR}"
    )


def test_a_machine_without_debian_packages_is_told_and_goes_on(machine):
    ended = machine.install()

    assert ended.returncode == 0
    assert ended.stderr == (
        "Máy này không phải Debian hay Ubuntu: hãy tự cài các gói tương đương với: libpango-1.0-0\n"
    )
