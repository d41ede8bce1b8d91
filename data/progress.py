"""Tell whoever waits at a terminal what a build is doing, once it takes longer than two seconds."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

_PATIENCE = 2.0


class Progress:
    """What is being done at this moment, told on standard error every two seconds."""

    def __init__(self, *, loud: bool) -> None:
        """Tell nothing at all unless ``loud``."""
        self._loud = loud
        self._doing = ""
        self._rows: int | None = None
        self._began = monotonic()

    def step(self, doing: str) -> None:
        """Say what begins now."""
        self._doing = doing
        self._rows = None

    def count(self, rows: int) -> None:
        """Say how many rows the step has done."""
        self._rows = rows

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell until the block ends."""
        ended = Event()
        teller = Thread(target=self._tell, args=(ended,), daemon=True)
        if self._loud:
            teller.start()
        try:
            yield
        finally:
            ended.set()

    def _tell(self, ended: Event) -> None:
        while not ended.wait(_PATIENCE):
            seconds = monotonic() - self._began
            rows = "" if self._rows is None else f", {self._rows:,} row{'s' * (self._rows != 1)}"
            print(f"{seconds:6.0f} s  {self._doing}{rows}", file=sys.stderr, flush=True)
