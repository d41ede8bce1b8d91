"""What holds for every test."""

import gc


def pytest_unconfigure() -> None:
    """Let pytest's closing line be the last one.

    Hypothesis leaves a callback with the garbage collector. It keeps DuckDB's classes alive while
    the interpreter ends, and DuckDB's bindings then print a page of warnings about leaks.
    """
    gc.callbacks.clear()
