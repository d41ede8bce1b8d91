"""Opening the current copy, and publishing a new one beside it."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest

from data import copy as module
from data.copy import (
    SCHEMA_VERSION,
    Copy,
    CopyError,
    NoCopy,
    build_turn,
    current_path,
    open_copy,
    open_current,
    publish,
)
from data.info import read_info
from tests.queries.conftest import build_tiny

MADE_AT = datetime(2026, 11, 23, 12, 0)


@pytest.fixture(autouse=True)
def nothing_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins as a new process would, without an open copy."""
    monkeypatch.setattr(module, "_shelf", {})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder for copies."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@cache
def empty() -> bytes:
    """A copy of nothing, as a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sessions.duckdb"
        build_tiny(path, ()).connection.close()
        return path.read_bytes()


def make(home: Path, said: str, *, minutes: int = 0, version: int = SCHEMA_VERSION) -> Path:
    """Publish a copy of nothing that holds a text, to tell it from others."""
    built = home / "building-copy.duckdb"
    built.write_bytes(empty())
    with duckdb.connect(str(built)) as connection:
        connection.execute("update builds set schema_version = $v", {"v": version})
        connection.execute("create table said as select $said as said", {"said": said})
    return publish(home, built, MADE_AT + timedelta(minutes=minutes))


def said(copy: Copy) -> str:
    ((text,),) = copy.connection.cursor().execute("select said from said").fetchall()
    return str(text)


def files(home: Path) -> list[str]:
    return sorted(path.name for path in home.glob("sessions-*"))


def test_a_folder_without_a_copy_says_so(home: Path) -> None:
    with pytest.raises(NoCopy) as caught:
        open_current(home)
    assert str(caught.value) == f"There is no copy in {home} yet."
    with pytest.raises(NoCopy):
        current_path(home / "not even a folder")


def test_a_published_copy_is_the_current_one(home: Path) -> None:
    path = make(home, "first")
    assert path == current_path(home) == home / "sessions-20261123T120000000000.duckdb"
    assert (home / "CURRENT").read_text() == "sessions-20261123T120000000000.duckdb\n"
    copy = open_current(home)
    assert (said(copy), copy.name) == ("first", path.name)


def test_a_copy_is_opened_once(home: Path) -> None:
    make(home, "first")
    assert open_current(home) is open_current(home)


def test_opening_follows_the_pointer_and_readers_of_the_older_copy_go_on(home: Path) -> None:
    make(home, "first")
    first = open_current(home)
    make(home, "second", minutes=1)
    second = open_current(home)
    assert (said(first), said(second)) == ("first", "second")
    assert first.name != second.name


def test_readers_of_a_copy_whose_file_is_gone_go_on(home: Path) -> None:
    gone = make(home, "first")
    first = open_current(home)
    make(home, "second", minutes=1)
    make(home, "third", minutes=2)
    assert not gone.exists()
    assert said(first) == "first"


def test_one_older_generation_is_kept(home: Path) -> None:
    for minutes, text in enumerate(("first", "second", "third")):
        make(home, text, minutes=minutes)
    assert files(home) == [
        "sessions-20261123T120100000000.duckdb",
        "sessions-20261123T120200000000.duckdb",
    ]
    assert said(open_current(home)) == "third"


def test_a_copy_that_was_moved_in_by_hand_is_kept_as_the_older_generation(home: Path) -> None:
    make(home, "first")
    current_path(home).rename(home / "sessions-mine.duckdb")
    (home / "CURRENT").write_text("sessions-mine.duckdb\n")
    make(home, "second", minutes=1)
    assert files(home) == ["sessions-20261123T120100000000.duckdb", "sessions-mine.duckdb"]


def test_publishing_over_a_pointer_that_names_nothing_works(home: Path) -> None:
    (home / "CURRENT").write_text("sessions-gone.duckdb\n")
    make(home, "first")
    assert said(open_current(home)) == "first"


def test_readers_never_see_half_a_copy_while_others_are_published(home: Path) -> None:
    make(home, "0")
    seen: list[int] = []
    failed: list[Exception] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                seen.append(int(said(open_current(home))))
            except Exception as error:
                failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 9):
        make(home, str(number), minutes=number)
    over.set()
    for reader in readers:
        reader.join()
    assert failed == []
    assert max(seen) <= 8
    assert said(open_current(home)) == "8"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The pointer {0} names '', which is not there."),
        (b"gone.duckdb\n", "The pointer {0} names 'gone.duckdb', which is not there."),
        (b"../x.duckdb\n", "The pointer {0} names '../x.duckdb', which is not there."),
        (b"/etc/passwd\n", "The pointer {0} names '/etc/passwd', which is not there."),
        (b"\xff\xfe\n", "The pointer {0} cannot be read."),
    ],
)
def test_a_pointer_that_names_no_copy_is_said_to(home: Path, content: bytes, sentence: str) -> None:
    (home.parent / "x.duckdb").touch()
    (home / "CURRENT").write_bytes(content)
    with pytest.raises(CopyError) as caught:
        open_current(home)
    assert str(caught.value) == sentence.format(home / "CURRENT")


def test_a_copy_of_another_version_is_refused(home: Path) -> None:
    path = make(home, "old", version=SCHEMA_VERSION - 1)
    with pytest.raises(CopyError) as caught:
        open_current(home)
    assert str(caught.value) == f"The copy {path.name} is of another version; build it again."


@pytest.mark.parametrize("kept", [0, 5000, 20_000])
def test_a_file_that_is_no_whole_copy_is_refused(home: Path, kept: int) -> None:
    path = make(home, "cut")
    path.write_bytes(path.read_bytes()[:kept])
    for opening in (open_current, read_info):
        with pytest.raises(CopyError) as caught:
            opening(home)
        assert str(caught.value) == f"The copy {path.name} cannot be read; build it again."


@pytest.fixture
def opened(home: Path) -> Iterator[Copy]:
    """A copy as a viewer gets it."""
    path = make(home, "first")
    (home / "secret.csv").write_text("a\n1\n")
    copy = open_copy(path)
    yield copy
    copy.connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "insert into said values ('x')",
        "drop table said",
        "copy said to '{home}/out.csv'",
        "from read_csv('{home}/secret.csv')",
        "from read_text('/etc/hostname')",
        "attach '{home}/other.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set TimeZone = 'Asia/Tokyo'",
    ],
)
def test_an_open_copy_reads_itself_and_nothing_else(
    home: Path, opened: Copy, statement: str
) -> None:
    with pytest.raises(duckdb.Error):
        opened.connection.cursor().execute(statement.format(home=home)).fetchall()
    assert said(opened) == "first"


def test_two_builds_at_once_refuse_each_other(home: Path) -> None:
    with build_turn(home):
        with pytest.raises(CopyError) as caught, build_turn(home):
            pass
        words = str(caught.value)
    assert words.startswith(f"Another build is under way in {home} (process ")
    assert words.endswith(" UTC).")
    with build_turn(home):
        pass


def test_a_turn_clears_what_a_killed_build_left_and_nothing_else(home: Path) -> None:
    kept = make(home, "first")
    (home / "building-4711").mkdir()
    (home / "building-4711" / "staging.duckdb").touch()
    (home / "building-CURRENT").touch()
    (home / "actions.sqlite").touch()
    with build_turn(home):
        assert sorted(path.name for path in home.iterdir()) == [
            "CURRENT", "actions.sqlite", "build.lock", kept.name,
        ]  # fmt: skip


def test_a_turn_clears_its_own_leftovers_when_the_build_fails(home: Path) -> None:
    with pytest.raises(RuntimeError), build_turn(home):
        (home / "building-1").mkdir()
        raise RuntimeError
    assert [path.name for path in home.iterdir()] == ["build.lock"]


def test_a_home_that_does_not_exist_is_made(tmp_path: Path) -> None:
    with build_turn(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b").is_dir()


def test_the_lock_says_who_builds_and_since_when(home: Path) -> None:
    with build_turn(home):
        now = datetime.now(UTC)
        assert f"since {now:%Y-%m-%d} " in (home / "build.lock").read_text()
    assert (home / "build.lock").read_text() == ""
