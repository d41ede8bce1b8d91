"""Who may import whom, how modules are named, and what an SQL file holds."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parent.parent

# Each may import those below it, never those above.
LAYERS = ("app", "pages", "queries", "data")
# What stands beside the layers and may import all of them; no layer imports these.
BESIDE = ("tests", "benchmarks")
SCREEN = {"streamlit", "plotly"}
NO_NAMES = {"util", "utils", "helper", "helpers", "common", "misc"}
SOURCE_PARTS = ("sessions", "lines", "events")

_HEAD = re.compile(r"^--[ \t]*(sessions|lines|events)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Import:
    """One module that another imports, both by their full dotted names."""

    importer: str
    imported: str
    place: str

    @property
    def top(self) -> str:
        return self.imported.partition(".")[0]


def python_files(root: Path) -> Iterator[Path]:
    if (root / "app.py").is_file():
        yield root / "app.py"
    for folder in (*LAYERS, *BESIDE):
        yield from sorted((root / folder).rglob("*.py"))


def sql_files(root: Path) -> Iterator[Path]:
    for folder in (*LAYERS, *BESIDE):
        yield from sorted((root / folder).rglob("*.sql"))


def module_name(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(root: Path) -> list[Import]:
    """Every import of the tree; `from a import b` imports both a and a.b, as b may be a module."""
    found = []
    for path in python_files(root):
        importer = module_name(path, root)
        package = importer if path.name == "__init__.py" else importer.rpartition(".")[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                above = package.split(".")[: len(package.split(".")) + 1 - node.level]
                base = ".".join([*(above if node.level else []), *filter(None, [node.module])])
                names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
            else:
                continue
            place = f"{path.relative_to(root)}:{node.lineno}"
            found += [Import(importer, name, place) for name in names]
    return found


def backward_imports(root: Path) -> list[str]:
    return [
        f"{one.place} {one.importer} imports {one.imported}"
        for one in imports(root)
        if (above := one.importer.partition(".")[0]) in LAYERS
        and (
            one.top in BESIDE or (one.top in LAYERS and LAYERS.index(one.top) < LAYERS.index(above))
        )
    ]


def pages_importing_pages(root: Path) -> list[str]:
    def is_page(name: str) -> bool:
        return name.startswith("pages.") and not f"{name}.".startswith("pages.parts.")

    return [
        f"{one.place} {one.importer} imports {one.imported}"
        for one in imports(root)
        if one.importer.startswith("pages.") and is_page(one.imported)
    ]


def screen_outside_the_pages(root: Path) -> list[str]:
    return [
        f"{one.place} {one.importer} imports {one.imported}"
        for one in imports(root)
        if one.top in SCREEN and one.importer.partition(".")[0] in ("queries", "data")
    ]


def duckdb_outside_its_places(root: Path) -> list[str]:
    return [
        f"{one.place} {one.importer} imports {one.imported}"
        for one in imports(root)
        if one.top == "duckdb"
        and one.importer != "queries.run"
        and one.importer.partition(".")[0] not in ("data", *BESIDE)
    ]


def names_that_tell_no_job(root: Path) -> list[str]:
    return [
        str(path.relative_to(root))
        for path in python_files(root)
        if NO_NAMES & set(module_name(path, root).split("."))
    ]


def sql_without_a_first_comment(root: Path) -> list[str]:
    return [
        str(path.relative_to(root))
        for path in sql_files(root)
        if not re.match(r"-- ?\S", path.read_text(encoding="utf-8"))
    ]


def sql_of_more_or_less_than_one_statement(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)} holds {count} statements"
        for path in sql_files(root)
        if path.parent != root / "data" / "sources"
        and (count := len(duckdb.extract_statements(path.read_text(encoding="utf-8")))) != 1
    ]


def sources_with_other_than_their_parts(root: Path) -> list[str]:
    wrong = []
    for path in sorted((root / "data" / "sources").glob("*.sql")):
        before, *pieces = _HEAD.split(path.read_text(encoding="utf-8"))
        heads = pieces[::2]
        if len(set(heads)) != len(heads) or not heads:
            wrong.append(f"{path.name} is headed {heads or 'by nothing'}")
        if duckdb.extract_statements(before):
            wrong.append(f"{path.name} holds a statement before its first heading")
        for head, body in zip(heads, pieces[1::2], strict=True):
            types = [statement.type for statement in duckdb.extract_statements(body)]
            if types != [duckdb.StatementType.SELECT]:
                wrong.append(f"{path.name}, {head}: one SELECT is wanted, not {types}")
    return wrong


Rule = Callable[[Path], list[str]]

RULES: list[Rule] = [
    backward_imports,
    pages_importing_pages,
    screen_outside_the_pages,
    duckdb_outside_its_places,
    names_that_tell_no_job,
    sql_without_a_first_comment,
    sql_of_more_or_less_than_one_statement,
    sources_with_other_than_their_parts,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_this_repository_keeps_the_rule(rule: Rule) -> None:
    assert rule(ROOT) == []


def test_the_rules_see_the_real_tree() -> None:
    assert {module_name(path, ROOT).partition(".")[0] for path in python_files(ROOT)} >= {
        *LAYERS,
        "tests",
    }
    assert len(list(sql_files(ROOT))) > 20
    assert {(one.importer, one.imported) for one in imports(ROOT)} >= {
        ("queries.run", "duckdb"),
        ("app", "streamlit"),
    }


BROKEN: list[tuple[Rule, dict[str, str]]] = [
    (backward_imports, {"data/copy.py": "from queries import run"}),
    (backward_imports, {"data/copy.py": "def f():\n    import pages.sessions"}),
    (backward_imports, {"queries/sessions.py": "from pages.parts import money"}),
    (backward_imports, {"queries/sessions.py": "from ..app import page"}),
    (backward_imports, {"pages/sessions.py": "import app"}),
    (backward_imports, {"data/copy.py": "from tests.data import rows"}),
    (backward_imports, {"pages/overview.py": "import benchmarks.timing"}),
    (pages_importing_pages, {"pages/sessions.py": "from pages import session"}),
    (pages_importing_pages, {"pages/sessions.py": "from pages.session import draw"}),
    (pages_importing_pages, {"pages/sessions.py": "from .session import draw"}),
    (pages_importing_pages, {"pages/sessions.py": "from . import session"}),
    (pages_importing_pages, {"pages/parts/badges.py": "import pages.session"}),
    (pages_importing_pages, {"pages/sessions.py": "import pages.partsmaker"}),
    (screen_outside_the_pages, {"queries/sessions.py": "import streamlit as st"}),
    (screen_outside_the_pages, {"data/demo/__init__.py": "from streamlit.runtime import caching"}),
    (screen_outside_the_pages, {"queries/overview.py": "import plotly.express"}),
    (duckdb_outside_its_places, {"pages/sessions.py": "import duckdb"}),
    (duckdb_outside_its_places, {"queries/sessions.py": "from duckdb import connect"}),
    (duckdb_outside_its_places, {"app.py": "import duckdb"}),
    (names_that_tell_no_job, {"data/utils.py": ""}),
    (names_that_tell_no_job, {"pages/helpers/__init__.py": ""}),
    (names_that_tell_no_job, {"queries/common/sql.py": ""}),
    (names_that_tell_no_job, {"tests/helpers.py": ""}),
    (sql_without_a_first_comment, {"queries/sql/sessions/page.sql": "select 1 -- one row"}),
    (sql_without_a_first_comment, {"data/steps/raw.sql": "\n-- late\nselect 1"}),
    (sql_without_a_first_comment, {"data/steps/raw.sql": "--\nselect 1"}),
    (sql_of_more_or_less_than_one_statement, {"data/steps/a.sql": "-- two\nselect 1; select 2"}),
    (sql_of_more_or_less_than_one_statement, {"data/steps/a.sql": "-- none"}),
    (sources_with_other_than_their_parts, {"data/sources/a.sql": "-- no heading\nselect 1"}),
    (sources_with_other_than_their_parts, {"data/sources/a.sql": "-- events\nselect 1; select 2"}),
    (sources_with_other_than_their_parts, {"data/sources/a.sql": "-- lines\ndrop table raw"}),
    (sources_with_other_than_their_parts, {"data/sources/a.sql": "set x = 1;\n-- lines\nselect 1"}),
    (
        sources_with_other_than_their_parts,
        {"data/sources/a.sql": "-- events\nselect 1\n-- events\nselect 2"},
    ),
]


def tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("rule", "files"), BROKEN, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_tree_that_breaks_the_rule_is_caught(
    rule: Rule, files: dict[str, str], tmp_path: Path
) -> None:
    assert len(rule(tree(tmp_path, files))) >= 1


def test_every_rule_has_a_tree_that_breaks_it() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_tree_as_it_should_be_passes(rule: Rule, tmp_path: Path) -> None:
    files = {
        "app.py": "import streamlit as st\nfrom pages.parts import reader\nfrom data import copy",
        "pages/sessions.py": "import plotly\nfrom pages.parts.money import x\nimport queries.run",
        "pages/parts/money.py": "from . import badges\nfrom data.terms import Status",
        "queries/run.py": "import duckdb\nfrom data.copy import Copy\nfrom .scope import Scope",
        "data/copy.py": "import duckdb\nfrom data import terms",
        "data/steps/raw.sql": "-- One row a row of the input.\nselect 1;",
        "data/sources/own.sql": "-- Words first.\n\n-- sessions\nselect 1;\n\n-- lines\nselect 2\n",
        "tests/queries/test_run.py": "import duckdb\nimport streamlit\nfrom pages import sessions",
        "benchmarks/list.py": "import duckdb\nimport app",
    }
    assert rule(tree(tmp_path, files)) == []
