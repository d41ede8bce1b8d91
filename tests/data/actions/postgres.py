"""A PostgreSQL server of the tests' own, from the system's package, on 127.0.0.1."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import URL

USER = "tester"
# However the tests end, the server ends by itself after so many seconds.
LONGEST_S = 900
_START_S = 30


def binaries() -> Path | None:
    """The folder of the newest server that is installed."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


@contextmanager
def server(programs: Path) -> Iterator[URL]:
    """Run a server in a temporary folder; gives the URL of its first database."""
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        if account:
            shutil.chown(folder, account["user"], account["group"])
        data = folder / "data"
        subprocess.run(
            [
                *(programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "--no-sync"),
                *("-E", "UTF8", *_language(programs)),
            ],
            check=True,
            timeout=_START_S,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **account,
        )
        port = _free_port()
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [
                    *("timeout", "--signal=INT", str(LONGEST_S)),
                    *(programs / "postgres", "-D", data, "-p", str(port)),
                    *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
                    *("-c", "fsync=off", "-c", "shared_buffers=16MB"),
                ],
                stdout=log,
                stderr=log,
                cwd=folder,
                **account,
            )
        try:
            url = URL.create("postgresql", USER, None, "127.0.0.1", port, "postgres")
            _wait_for(url, process, folder / "log")
            yield url
        finally:
            # At once: nothing of it is kept.
            process.send_signal(signal.SIGQUIT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def empty_place(url: URL, name: str) -> URL:
    """Make an empty schema, which takes a hundredth of the time of a database, and go there."""
    with psycopg.connect(_address(url), autocommit=True) as connection:
        connection.execute(f"create schema {name}")
    return url.update_query_dict({"options": f"-csearch_path={name}"})


def _language(programs: Path) -> tuple[str, ...]:
    """One in which texts do not sort byte by byte, where this server can be told to."""
    can = int(programs.parent.name) >= 15
    return ("--locale-provider=icu", "--icu-locale=en-US") if can else ()


def _account() -> dict[str, Any]:
    """Who runs the server: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise LookupError("there is no user to run PostgreSQL as")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(url: URL, process: subprocess.Popen[bytes], log: Path) -> None:
    patient_until = time.monotonic() + _START_S
    while True:
        try:
            psycopg.connect(_address(url), connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > patient_until:
                raise RuntimeError(log.read_text(errors="replace")) from None
            time.sleep(0.05)


def _address(url: URL) -> str:
    return url.render_as_string(hide_password=False)
