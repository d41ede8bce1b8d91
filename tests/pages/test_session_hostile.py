"""Whatever a shopper typed is shown as text: in every field, all of it at once."""

import json
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.settings import ROOT
from pages.parts.escape import plain
from tests.pages.conftest import NOW, Open, Publish, cart
from tests.queries.conftest import Row

TAGS = {
    *(
        "div",
        "span",
        "p",
        "strong",
        "bdi",
        "code",
        "time",
        "dl",
        "dt",
        "dd",
        "h3",
        "ol",
        "ul",
        "li",
    ),
    *("details", "summary", "table", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
ATTRIBUTES = {"class", "style", "title", "datetime", "role", "scope", "data-name", "aria-hidden"}

MADE_UP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style></div></details></table><h1>Gone</h1>",
    "<iframe src=javascript:alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    "&lt;b&gt;&amp;&#60;script&#62;",
    "<!-- comment",
    "<![CDATA[ x ]]>",
    "[a](javascript:alert(1)) ![b](http://127.0.0.1:9/x.png)",
    "https://example.org/a www.example.org a@example.org",
    ":red[x] :material/home: $x^2$ `code` **bold** # head | cell |",
    "\u202eright to left\u202c \u2066isolate",
    "a\x00b\x07c\x1bd\x7f",
    "line\nbreak\r\n\ttab",
    "{{7*7}} ${7*7} %s {0} $token $$",
    "'; drop table sessions; --",
    "=HYPERLINK(1)",
    "😀" * 50,
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤ ̖t̝͕̳̣̻̪͞h̼͓̲̦̳̘̲e͇̣̰̦̬͎ ̢̼̻̱̘h͚͎͙̜̣̲ͅi̦̲̣̰̤v̻͍e̺̭̳̪̰",
    "x" * 5000,
    "None",
    "nan",
]


@pytest.fixture(params=["made up", "naughty"])
def hostile(request: pytest.FixtureRequest) -> list[str]:
    """Texts that have broken other programs; some of them stand beside the repository."""
    if request.param == "made up":
        return MADE_UP
    folder = Path(os.environ.get("SESSIONS_REALDATA") or ROOT.parent / "shared" / "realdata")
    file = folder / "naughty_strings" / "blns.json"
    if not file.is_file():
        pytest.skip(f"the naughty strings are not there: {file}")
    texts = json.loads(file.read_text(encoding="utf-8"))
    return list(dict.fromkeys(text for text in texts if text.strip()))


class Markup(HTMLParser):
    """Notes the tags, the attributes and the text of what a browser would be given."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attributes)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.add("a comment")

    def unknown_decl(self, data: str) -> None:
        self.tags.add("a declaration")


def markup(app: AppTest) -> Markup:
    assert not app.exception
    assert not app.error
    bodies = [element.proto.body for element in app.get("html")]
    return Markup("\n".join(body for body in bodies if not body.startswith("<style>")))


def assert_only_ours(app: AppTest) -> Markup:
    found = markup(app)
    assert found.tags <= TAGS
    assert found.attributes <= ATTRIBUTES
    return found


def look_at(app: AppTest, **parameters: str) -> AppTest:
    """Go on to another address in the same window, which is quicker than a new one."""
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def filled_with(text: str, token: str) -> Row:
    """A session that holds the text wherever a source may put text."""
    fields = ("visitor_id", "status", "risk", "session_type", "ip", "currency", "country")
    fields += ("user_agent", "checkout_id", "order_id", "source_file", "token_hash")
    return cart(token, **dict.fromkeys(fields, text))


def test_hostile_lines_and_events_are_text(
    published: Publish, opened: Open, hostile: list[str]
) -> None:
    lines = [
        {
            "cart_token": "t",
            "line_no": number,
            **dict.fromkeys(("product_id", "product", "variant", "sku"), text),
        }
        for number, text in enumerate(hostile[:200])
    ]
    events = [
        {
            "cart_token": "t",
            "seq": number,
            "at": NOW,
            **dict.fromkeys(("kind", "product_id", "product", "detail"), text),
        }
        for number, text in enumerate(hostile[:500])
    ]
    published([cart("t")], lines, events)
    found = assert_only_ours(opened(token="t"))
    for text in hostile[:500]:
        assert plain(text) in found.text
    assert found.text.count(plain(hostile[0])) >= 6


def test_hostile_fields_of_the_session_are_text(
    published: Publish, opened: Open, hostile: list[str]
) -> None:
    chosen = hostile[:: max(1, len(hostile) // 14)]
    published(filled_with(text, f"t{number}") for number, text in enumerate(chosen))
    app = opened()
    for number, text in enumerate(chosen):
        found = assert_only_ours(look_at(app, token=f"t{number}"))
        assert plain(text) in found.text


def test_hostile_tokens_and_stores_open_and_are_text(
    published: Publish, opened: Open, hostile: list[str]
) -> None:
    chosen = hostile[:: max(1, len(hostile) // 14)]
    published(cart(text, store=text, visitor_id="v") for text in chosen)
    app = opened()
    for text in chosen:
        look_at(app, token=text, store=text)
        assert [element.value for element in app.title] == ["Session"], text
        assert_only_ours(app)


def test_hostile_tokens_that_do_not_exist_get_the_sentence(
    published: Publish, opened: Open, hostile: list[str]
) -> None:
    published([cart("t")])
    app = opened()
    for text in hostile[:: max(1, len(hostile) // 10)]:
        look_at(app, token=text, store=text)
        assert [element.value for element in app.title] == ["No such session"], text
        assert_only_ours(app)
