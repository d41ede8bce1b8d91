"""What must not happen on any page, noticed while a journey goes about something else."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page

# Says on the console that Streamlit drew an exception box, also when the page has moved on since.
_TELL_OF_EXCEPTION_BOXES = """
new MutationObserver(() => {
  for (const box of document.querySelectorAll('[data-testid="stException"]:not([data-told])')) {
    box.dataset.told = '';
    console.error('exception box: ' + box.innerText);
  }
}).observe(document, {childList: true, subtree: true});
"""


class Watch:
    """Notes each request to another host, each error on the console, each exception box."""

    def __init__(self, page: Page, address: str) -> None:
        self.problems: list[str] = []
        self._host = urlsplit(address).netloc
        page.add_init_script(_TELL_OF_EXCEPTION_BOXES)
        page.on("request", lambda request: self._requested(request.url))
        page.on("websocket", lambda socket: self._requested(socket.url))
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))

    def _requested(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._host:
            self.problems.append(f"request to another host: {url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _looks_for_its_server(message):
            self.problems.append(f"console error: {message.text}")


def _looks_for_its_server(message: ConsoleMessage) -> bool:
    """Whether Streamlit asked for its server below the address of a page, before it asks above."""
    path = urlsplit(message.location["url"]).path
    return "404" in message.text and path.startswith(("/session/_stcore/", "/overview/_stcore/"))
