"""The store's system, as far as a webhook sees it: a real HTTP server on 127.0.0.1."""

import ssl
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread

from data.settings import Webhook

SECRET = "a secret that both know"


@dataclass(frozen=True)
class Request:
    """One request that came in; ``headers`` by their names in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def key(self) -> str:
        return self.headers["idempotency-key"]


@dataclass
class StoreSystem:
    """What came in, and what is answered.

    ``answers``: the status of each answer in turn, the last one again and again; 0 stands for no
    answer until ``go_on`` is set. ``trickling``: answer a byte at a time and never end.
    """

    port: int = 0
    scheme: str = "http"
    answers: list[int] = field(default_factory=lambda: [200])
    trickling: bool = False
    requests: list[Request] = field(default_factory=list)
    arrived: Event = field(default_factory=Event)
    go_on: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    @property
    def webhook(self) -> Webhook:
        return Webhook(f"{self.scheme}://127.0.0.1:{self.port}/decisions?shop=1", SECRET)

    def by_key(self) -> Counter[str]:
        """How often each idempotency key came in."""
        with self.lock:
            return Counter(request.key for request in self.requests)

    def take(self, request: Request) -> int:
        with self.lock:
            self.requests.append(request)
            status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.arrived.set()
        if status == 0:
            self.go_on.wait(30)
        return status


@contextmanager
def store_system(trusted: ssl.SSLContext | None = None) -> Iterator[StoreSystem]:
    """Run one for the length of a test; over TLS where it is given a certificate."""
    system = StoreSystem()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = system.take(Request(self.path, headers, body))
            if system.trickling:
                self.trickle()
            elif status:
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

        do_GET = do_POST

        def trickle(self) -> None:
            try:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
                while not system.go_on.wait(0.05):
                    self.wfile.write(b"a")
                    self.wfile.flush()
            except OSError:
                return

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: what came in is looked at by the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    if trusted is not None:
        system.scheme = "https"
        server.socket = trusted.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
    system.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield system
    finally:
        system.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
