"""Backups: what is written comes back on both databases; what is damaged, foreign or newer is refused untouched."""

from __future__ import annotations

import json
import resource
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from pyrage import x25519

from dangvien.actions.auditing import broken_entries, note
from dangvien.backups import archive, keeping, restoring
from dangvien.backups.archive import Member
from dangvien.backups.keys import BackupRefused
from dangvien.backups.manifest import About, refuse_newer
from dangvien.backups.places import Place
from dangvien.backups.restoring import look, restore
from dangvien.backups.rows import insert, line_of, next_keys, read_line, sums_of
from dangvien.backups.taking import take
from dangvien.management.commands import backup
from dangvien.models import AuditEntry, Kind, Movement, Organization, Person, Standing
from tests.acts import Stage

NOON = datetime(2026, 1, 15, 5, tzinfo=UTC)


@pytest.fixture
def key():
    return x25519.Identity.generate()


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, key):
    """Folders of its own for each test, and a key."""
    for name in ("data", "backup", "data/files"):
        (tmp_path / name).mkdir()
    settings.DATA_DIR, settings.BACKUP_DIR = tmp_path / "data", tmp_path / "backup"
    settings.MEDIA_ROOT, settings.BACKUP_KEY = tmp_path / "data" / "files", str(key)
    return tmp_path


def printed(root: Path) -> None:
    for name in ("ab/bao-cao.pdf", "cd/Số liệu.xlsx", "xuat-so/passing.xlsx"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(name.encode() * 3000)


def small_register() -> None:
    """Some lines of the ledger, one of them reversed, a row from before moments were kept, an audit trail, and a gap in
    the keys."""
    stage = Stage()
    member = stage.city.member()
    stage.city.line(member, "p1c1", Kind.KET_NAP, date(2025, 5, 1))
    stage.city.reverse(stage.city.line(member, "p1c1", Kind.CONG_NHAN, date(2025, 9, 1)))
    Standing.objects.create(person=member.person, since=date(2025, 5, 1))
    Standing.objects.update(recorded_at=None)
    for number in range(3):
        note(by=stage.actor, verb="thử", subject=stage.ward, organization=stage.ward, after={"số": number, "tỷ": 0.5})
    stage.person("Người sẽ bị xóa").delete()


# One line, one file -----------------------------------------------------------------------------------------------


def test_a_line_is_the_same_for_the_same_values():
    assert line_of([1, {"b": 1, "a": None}, "ơ"]) == '[1,{"a":null,"b":1},"ơ"]'.encode()
    assert line_of([NOON, NOON.date(), 1e16, 0.1]) == (
        b'["2026-01-15T05:00:00.000000+00:00","2026-01-15",10000000000000000,0.1]'
    )


def some(count: int = 3) -> list[Member]:
    return [Member.of(f"{number}", b"x" * 100_000) for number in range(count)]


def names_in(path, key) -> list[str]:
    with archive.opened(path, key) as members:
        return [name for name, _ in members]


def test_a_file_is_read_as_it_was_written(tmp_path, key):
    archive.write(tmp_path / "a.age", key, some())

    assert names_in(tmp_path / "a.age", key) == ["0", "1", "2"]
    assert (tmp_path / "a.age").stat().st_mode & 0o777 == 0o600


def damaged(content: bytes) -> dict[str, tuple[bytes, str]]:
    middle = len(content) // 2
    turned = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    return {
        "cut in the middle": (content[:middle], archive.DAMAGED),
        "cut by its last byte": (content[:-1], archive.DAMAGED),
        "cut in the head": (content[:60], archive.NOT_A_BACKUP),
        "empty": (b"", archive.NOT_A_BACKUP),
        "a changed bit": (turned, archive.DAMAGED),
        "something behind": (content + b"x", archive.DAMAGED),
        "something else": (b"PK\x03\x04" * 1000, archive.NOT_A_BACKUP),
    }


def test_what_was_cut_or_changed_is_refused_with_a_sentence(tmp_path, key):
    archive.write(tmp_path / "a.age", key, some())
    told = {}
    cases = damaged((tmp_path / "a.age").read_bytes())
    for case, (content, _) in cases.items():
        (tmp_path / "b.age").write_bytes(content)
        with pytest.raises(BackupRefused) as refused:
            names_in(tmp_path / "b.age", key)
        told[case] = str(refused.value)

    assert told == {case: sentence for case, (_, sentence) in cases.items()}


def test_another_key_opens_nothing(tmp_path, key):
    archive.write(tmp_path / "a.age", key, some())

    with pytest.raises(BackupRefused, match="Khóa này không mở được bản sao lưu"):
        names_in(tmp_path / "a.age", x25519.Identity.generate())


@contextmanager
def disk_of(size: int):
    """No file may grow beyond so many bytes: what a full disk looks like to a program."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_ends_with_a_sentence_and_leaves_nothing(tmp_path, key):
    with disk_of(200_000), pytest.raises(BackupRefused, match="Hết chỗ trống"):
        archive.write(tmp_path / "a.age", key, some())

    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_what_goes_wrong_while_reading_is_told_as_it_is(tmp_path, key):
    def members():
        yield from some(1)
        raise ValueError("broken row")

    with pytest.raises(ValueError, match="broken row"):
        archive.write(tmp_path / "a.age", key, members())
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_a_newer_program_s_backup_is_refused():
    about = About("0.1.0", "2026-01-15T05:00:00+00:00", "sqlite", {"dangvien": ["0001_initial"]})
    known = {"dangvien": ["0001_initial", "0002_more"]}

    refuse_newer(about, "0.1.0", known)
    for newer in (
        replace(about, version="0.1.1"),
        replace(about, version="0.10.0"),
        replace(about, migrations={"dangvien": ["0001_initial", "0003_unheard"]}),
        replace(about, migrations={"unheard": ["0001_initial"]}),
        replace(about, format=2),
    ):
        with pytest.raises(BackupRefused, match="mới hơn chương trình đang chạy"):
            refuse_newer(newer, "0.1.0", known)


def stands() -> dict[str, tuple[int, str]]:
    """What every table adds up to now."""
    return {name: (told.rows, told.digest) for name, told in sums_of(apps, "default").of.items()}


# The whole register -----------------------------------------------------------------------------------------------


def changed(path: Path, key: x25519.Identity, **more: object) -> None:
    """Write a backup anew with another beginning."""
    with archive.opened(path, key) as members:
        whole = [(name, content.read()) for name, content in members]
    about = {**json.loads(whole[0][1]), **more}
    rest = [Member.of(name, content) for name, content in whole[1:]]
    archive.write(path, key, [Member.of("about.json", json.dumps(about).encode()), *rest])


@pytest.mark.django_db
def test_a_backup_tells_what_is_in_it(folders, key, settings):
    small_register()
    printed(settings.MEDIA_ROOT)
    take(folders / "a.age", key, using="default")

    contents = look(folders / "a.age", key)

    assert contents.manifest.tables == stands()
    assert contents.manifest.tables["dangvien_movement"][0] == 3
    assert contents.manifest.files[:2] == (2, 3000 * len("ab/bao-cao.pdfcd/Số liệu.xlsx".encode()))
    assert [contents.manifest.audit] == list(AuditEntry.objects.newest_first().values_list("sequence", "digest")[:1])
    assert "django_session" not in contents.manifest.tables


@pytest.mark.django_db
def test_a_newer_backup_is_refused_before_its_tables_are_looked_at(folders, key):
    take(folders / "a.age", key, using="default")
    changed(folders / "a.age", key, version="99.0")

    with pytest.raises(BackupRefused, match=r"do bản 99\.0 làm, mới hơn"):
        look(folders / "a.age", key)


@pytest.mark.django_db
def test_a_place_with_anything_in_it_is_refused(folders, key):
    take(folders / "a.age", key, using="default")
    before = stands()

    with pytest.raises(BackupRefused, match="Nơi khôi phục đang có dữ liệu"):
        restore(folders / "a.age", key, Place())
    assert stands() == before


def forget(aside: list[str]) -> None:
    """Take away what a restore put aside in the database of the tests."""
    for place in aside:
        if place.startswith("lược đồ "):
            with connection.cursor() as cursor:
                cursor.execute(f'DROP SCHEMA "{place.split()[2]}" CASCADE')
        elif "sqlite" in place:
            Path(place).unlink()


@pytest.mark.django_db(transaction=True)
def test_the_register_comes_back_and_goes_on_where_it_stood(folders, key, settings):
    small_register()
    printed(settings.MEDIA_ROOT)
    keys, lines = next_keys(apps, "default"), list(Movement.objects.order_by("pk").values_list("pk", "weight", "sign"))
    path = folders / "a.age"
    wanted = take(path, key)
    # What comes after the backup is put aside with the rest.
    Organization.objects.create(code="sau-sao-luu")
    (settings.MEDIA_ROOT / "ab" / "bao-cao.pdf").write_bytes(b"later")

    outcome = restore(path, key, Place(replace=True))
    forget(outcome.aside)

    assert (outcome.breaks, outcome.contents.manifest) == (0, wanted)
    assert stands() == wanted.tables
    assert list(Movement.objects.order_by("pk").values_list("pk", "weight", "sign")) == lines
    assert next_keys(apps, "default") == keys
    assert Person.objects.create(full_name="Mới", birth_date=NOON.date(), gender="nam").pk == keys["dangvien_person"]
    assert broken_entries() == []
    assert {path.relative_to(settings.MEDIA_ROOT).as_posix() for path in settings.MEDIA_ROOT.rglob("*.*")} == {
        "ab/bao-cao.pdf",
        "cd/Số liệu.xlsx",
    }
    assert (settings.MEDIA_ROOT / "ab/bao-cao.pdf").read_bytes() == b"ab/bao-cao.pdf" * 3000
    assert len(outcome.aside) == 2


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_one_moment_and_is_tried_in_an_empty_place(folders, settings):
    """By the operator's own command, in a process of its own; whichever database the register has."""
    small_register()
    printed(settings.MEDIA_ROOT)
    rows = sum(count for count, _ in stands().values())
    wrote: list[Organization] = []

    def somebody_writes(done, total):
        if not wrote:
            wrote.append(Organization.objects.create(code="trong-luc-sao-luu"))

    made = keeping.make(verify=True, report=somebody_writes)

    assert wrote
    assert (made.verified, made.breaks, made.rows, made.files) == (True, 0, rows, 2)
    # The lines were written straight into the ledger, past the members they are about: the trial finds that too.
    assert made.verdict == (
        "Đã khôi phục thử: mọi bảng, mọi tệp đúng như trong sổ. Sổ có 3 chỗ cần xem lại (Đối chiếu sổ)."
    )
    assert keeping.standing() == keeping.Standing(made, "")
    assert list(settings.DATA_DIR.glob("thu-khoi-phuc-*")) == []


@pytest.mark.django_db(transaction=True)
def test_a_restore_that_does_not_match_leaves_everything_as_it_is(folders, key, settings, monkeypatch):
    small_register()
    printed(settings.MEDIA_ROOT)
    take(folders / "a.age", key)
    before = stands()

    def losing(model, columns, rows):
        insert(model, columns, rows[:-1] if model._meta.db_table == "dangvien_person" else rows)

    monkeypatch.setattr(restoring, "insert", losing)
    with pytest.raises(Exception, match=r"person|FOREIGN KEY"):
        restore(folders / "a.age", key, Place(replace=True))

    assert stands() == before
    assert [path.name for path in (folders / "data").iterdir()] == ["files"]
    assert read_line(b"[1]") == [1]


# What is kept ------------------------------------------------------------------------------------------------------


def test_the_newest_of_each_day_week_and_month_stays():
    moments = [NOON - timedelta(days=day, hours=hour) for day in range(900) for hour in (0, 2)]

    stay = keeping.to_keep(moments, 7, 5, 24)

    days = sorted({NOON - moment for moment in stay})
    assert days[:7] == [timedelta(days=day) for day in range(7)]
    assert all(gap.seconds == 0 for gap in days)
    assert len(days) == 7 + 3 + 23  # of the weeks two, of the months one end on a day that stays anyway
    assert len({(NOON - gap).strftime("%Y-%m") for gap in days}) == 24


def lay(made_at: datetime, *, verified: bool = True, size: int = 3) -> str:
    """A backup in the folder, as far as its name and note go."""
    name = f"so-{made_at:%Y%m%d-%H%M%S}.age"
    (keeping.folder() / name).write_bytes(b"x" * 3)
    told = {"name": name, "made_at": made_at.isoformat(), "size": size, "rows": 90000, "files": 2, "verified": verified}
    (keeping.folder() / name).with_suffix(".json").write_text(json.dumps(told))
    return name


def test_how_the_backups_stand(settings):
    now = datetime.now(UTC).replace(microsecond=0)
    assert keeping.standing().warning == "Sổ chưa có bản sao lưu nào đã kiểm tra."
    lay(now, verified=False)
    assert keeping.standing().warning == "Sổ chưa có bản sao lưu nào đã kiểm tra."
    lay(now - timedelta(hours=40))
    assert keeping.standing().warning == "Bản sao lưu tốt gần nhất đã quá cũ."
    lay(now - timedelta(hours=30))
    assert keeping.standing().warning == ""
    settings.BACKUP_KEY = ""
    assert keeping.standing().warning == "Sổ chưa được sao lưu: máy chủ chưa có khóa sao lưu."


def test_a_file_that_is_not_what_its_note_says_is_not_good():
    lay(datetime.now(UTC).replace(microsecond=0), size=4)

    assert [one.verified for one in keeping.kept()] == [False]


@pytest.mark.django_db
def test_old_backups_go_and_one_that_failed_never_pushes_a_good_one_out(settings):
    settings.BACKUP_KEEP = (2, 1, 1)
    now = datetime.now(UTC).replace(microsecond=0)
    good = [lay(now - timedelta(days=day)) for day in (1, 2, 3, 400)]
    bad = lay(now - timedelta(hours=1), verified=False)
    (keeping.folder() / f".so-cut{archive.UNFINISHED}").write_bytes(b"half")

    keeping._sweep()
    keeping._let_go()

    left = {path.name for path in keeping.folder().glob("*.age")}
    assert left >= {bad, *good[:2]}
    assert good[3] not in left
    assert list(keeping.folder().glob(f".so-*{archive.UNFINISHED}")) == []


@pytest.mark.django_db
def test_of_two_at_the_same_time_the_second_is_refused():
    with keeping._alone(), pytest.raises(BackupRefused, match="Đang có một lần sao lưu khác"):
        keeping.make(verify=False)


def test_a_patient_second_one_follows_when_the_first_has_ended(monkeypatch):
    """A worker that lost its lease while the database was away still works: the job goes on after it."""
    first, looked = keeping._alone(), []
    first.__enter__()

    def wait(seconds: float) -> None:
        looked.append(seconds)
        if len(looked) == 3:
            first.__exit__(None, None, None)

    monkeypatch.setattr(time, "sleep", wait)
    with keeping._alone(patience=60):
        assert looked == [keeping.SOON] * 3


# Commands ----------------------------------------------------------------------------------------------------------


def test_a_new_key_is_one_that_can_be_set():
    out = StringIO()
    call_command("backup", "--new-key", stdout=out, stderr=StringIO())

    assert str(x25519.Identity.from_str(out.getvalue().strip())) == out.getvalue().strip()


def test_without_a_key_nothing_is_backed_up(settings):
    settings.BACKUP_KEY = ""
    with pytest.raises(CommandError, match="Chưa có khóa sao lưu"):
        call_command("backup")


@pytest.mark.django_db
def test_a_backup_by_the_operator_is_an_entry_and_counts_without_one(monkeypatch):
    made = keeping.Kept("so-20240603-010203.age", datetime(2024, 6, 3, 1, 2, 3, tzinfo=UTC), 9, rows=7)
    monkeypatch.setattr(backup, "make", lambda *, verify: made)
    call_command("backup", stdout=StringIO())

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb) == ("Người vận hành máy chủ", "sao lưu sổ")
    assert entry.after == {"tệp": made.name, "số dòng": 7, "kết quả": "Chưa khôi phục thử."}

    def older(**said):
        raise DatabaseError("no such column")

    monkeypatch.setattr(backup, "register_backed_up", older)
    out, errors = StringIO(), StringIO()
    call_command("backup", stdout=out, stderr=errors)
    assert "Đã sao lưu 7 dòng" in out.getvalue()
    assert "chưa ghi được dòng nhật ký" in errors.getvalue()


@pytest.mark.django_db
def test_what_is_in_a_backup_is_told_without_restoring_it(folders, key):
    small_register()
    take(folders / "a.age", key, using="default")
    (folders / "key").write_text(f"# khóa của Phường A\n{key}\n")
    out = StringIO()

    call_command("restore", str(folders / "a.age"), "--look", "--key-file", str(folders / "key"), stdout=out)

    assert "0 tệp, 3 dòng nhật ký.\nTệp nguyên vẹn. Chưa khôi phục gì.\n" in out.getvalue()
