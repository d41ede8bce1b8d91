"""The files that say what is installed and what can be chosen are whole."""

import re
import tomllib
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def requirements(name: str) -> list[Requirement]:
    """The lines of a requirements file that name a package."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if re.match(r"\w", line)]


def pins() -> dict[str, str]:
    """Package name to the one version that is allowed."""
    named = [
        one
        for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt")
        for one in requirements(name)
    ]
    return {canonicalize_name(one.name): str(one.specifier) for one in named}


def brought_by(wanted: list[Requirement]) -> set[str]:
    """The names of these packages and of all that they bring with them on this machine."""
    found: set[tuple[str, frozenset[str]]] = set()
    todo = list(wanted)
    while todo:
        one = todo.pop()
        key = (canonicalize_name(one.name), frozenset(one.extras))
        if key in found:
            continue
        found.add(key)
        for extra in ("", *one.extras):
            for line in requires(one.name) or []:
                further = Requirement(line)
                if further.marker is None or further.marker.evaluate({"extra": extra}):
                    todo.append(further)
    return {name for name, _ in found}


def test_each_version_is_named_exactly() -> None:
    assert {name: wanted for name, wanted in pins().items() if not wanted.startswith("==")} == {}


def test_what_the_packages_bring_with_them_is_pinned_too() -> None:
    needed = brought_by(requirements("requirements.txt") + requirements("requirements-dev.txt"))
    assert {"starlette", "numpy", "pluggy"} <= needed
    assert needed - pins().keys() == set()


def test_nothing_is_pinned_that_nothing_brings() -> None:
    needed = brought_by(requirements("requirements.txt") + requirements("requirements-dev.txt"))
    assert pins().keys() - needed == set()


@pytest.mark.parametrize("package", ["streamlit", "duckdb", "pandas"])
def test_the_tests_run_on_what_is_pinned(package: str) -> None:
    assert pins()[package] == f"=={version(package)}"


def test_the_example_of_the_secrets_names_every_setting() -> None:
    settings = (ROOT / "data" / "settings.py").read_text(encoding="utf-8")
    example = (ROOT / ".streamlit" / "secrets.toml.example").read_text(encoding="utf-8")
    read = set(re.findall(r'\.get\("(SESSIONS_\w+)"\)', settings))
    assert read >= {"SESSIONS_HOME", "SESSIONS_STORES"}
    assert set(re.findall(r"^# (SESSIONS_\w+) = ", example, re.MULTILINE)) == read


def test_the_example_of_the_secrets_is_toml_with_its_marks_taken_away() -> None:
    example = (ROOT / ".streamlit" / "secrets.toml.example").read_text(encoding="utf-8")
    chosen = tomllib.loads(re.sub(r"^# (?=SESSIONS_)", "", example, flags=re.MULTILINE))
    assert all(isinstance(value, str) for value in chosen.values())
