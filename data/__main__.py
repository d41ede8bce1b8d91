"""Start the command. Ctrl-C ends it in a sentence from here on, while its libraries load too."""

import os
import signal
import sys
from types import FrameType


def _leave(number: int, frame: FrameType | None) -> None:
    """End at once: nothing was begun, and a library that is loading may keep an exception."""
    os.write(2, b"Interrupted. The current copy stays.\n")
    os._exit(130)


if __name__ == "__main__":
    # Where Ctrl-C is ignored, as for what runs in the background of a script, it stays so.
    heeded = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if heeded:
        signal.signal(signal.SIGINT, _leave)
    try:
        from data.command import INTERRUPTED, interrupt, main
    except ModuleNotFoundError as missing:
        sys.exit(
            f"This Python has no {missing.name}: let `make run` install what is needed, and use"
            " .venv/bin/python."
        )

    if heeded:
        signal.signal(signal.SIGINT, interrupt)
    try:
        code = main()
    except KeyboardInterrupt:
        code = INTERRUPTED  # Pressed again while the sentence was said.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)
