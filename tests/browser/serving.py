"""The dashboard as people start it, on a port of its own, for as long as a test needs it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from data.settings import Webhook

ROOT = Path(__file__).resolve().parent.parent.parent

# Seconds. The last one ends a server whose tests were killed before they could end it.
STARTED_WITHIN = 60
ENDED_WITHIN = 10
LIVES_AT_MOST = 900


def environment(home: Path, webhook: Webhook | None = None) -> dict[str, str]:
    """The environment of a dashboard over the copies in ``home``, whatever is set around it."""
    return {
        **os.environ,
        "SESSIONS_HOME": str(home),
        "SESSIONS_STORES": "",
        "SESSIONS_WEBHOOK_URL": webhook.url if webhook else "",
        "SESSIONS_WEBHOOK_SECRET": webhook.secret if webhook else "",
    }


@contextmanager
def serve(
    home: Path, log: Path, app: Path = ROOT / "app.py", webhook: Webhook | None = None
) -> Iterator[str]:
    """Serve the copies in ``home`` and give the address; the server's words go to ``log``.

    ``webhook``: the store's system that is told of decisions.

    Raises:
        RuntimeError: the server ended or did not answer in time; the message holds its last words.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(app)]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    with log.open("wb") as words:
        server = subprocess.Popen(
            command,
            cwd=app.parent,
            env=environment(home, webhook),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: signal.alarm(LIVES_AT_MOST),
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server, log)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(ENDED_WITHIN)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            pass
        time.sleep(0.1)
    how = "does not answer" if server.poll() is None else f"ended with {server.returncode}"
    raise RuntimeError(f"The server {how}:\n{log.read_text(errors='replace')[-4000:]}")
