import json
import os
import time
from collections import Counter
from pathlib import Path

import crawleruseragents  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.user_agents import UserAgent, bot_class, read_user_agent, session_type

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36"
)
PIXEL = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.6778.39 Mobile Safari/537.36"
)
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 17_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.6 Mobile/15E148 Safari/604.1"
)
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
TYPES = {"desktop", "mobile", "tablet", "bot", "unknown"}


@pytest.fixture
def realdata() -> Path:
    beside = Path(__file__).parents[2].parent / "shared" / "realdata"
    folder = Path(os.environ.get("SESSIONS_REALDATA", beside))
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}")
    return folder


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (WINDOWS, "desktop"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15", "desktop"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "desktop"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/131.0.0.0 Safari/537.36", "desktop"),
        ("Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0)", "desktop"),
        (PIXEL, "mobile"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148", "mobile"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0", "mobile"),
        ("Opera/9.80 (J2ME/MIDP; Opera Mini/7.1; U; en) Presto/2.8.119", "mobile"),
        ("MyShop/3.1 (iPhone; iOS 17.1)", "mobile"),
        ("Dalvik/2.1.0 (Linux; U; Android 13; Pixel 7)", "mobile"),
        (IPAD, "tablet"),
        ("Mozilla/5.0 (Linux; Android 10; K) Chrome/131.0.0.0 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (Android 14; Tablet; rv:132.0) Gecko/132.0 Firefox/132.0", "tablet"),
        ("Mozilla/5.0 (Linux; Android 11; KFTRWI) Silk/108 like Chrome/108 Safari", "tablet"),
        (GOOGLEBOT, "bot"),
        ("curl/8.10.1", "bot"),
        ("python-requests/2.32.3", "bot"),
        ("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/131.0.0.0 Safari/537.36", "bot"),
    ],
)
def test_an_agent_is_one_type_of_session(agent: str, kind: str) -> None:
    assert session_type(agent) == kind


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) Version/7.0 TV Safari/537.36",
        "Mozilla/5.0 (Linux; Android 9; AFTMM) AppleWebKit/537.36 Chrome/108 Safari/537.36",
        "Mozilla/5.0 (PlayStation; PlayStation 5/8.00) AppleWebKit/605.1.15",
        "Mozilla/5.0",
        "-",
        "null",
    ],
)
def test_what_is_none_of_the_types_is_unknown(agent: str) -> None:
    assert session_type(agent) == "unknown"


def test_a_googlebot_dressed_as_a_phone_is_a_bot() -> None:
    dressed = PIXEL + " (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    assert session_type(dressed) == "bot"
    assert bot_class(dressed) == "good crawler"


@pytest.mark.parametrize("model", ["CUBOT_X18", "CUBOT NOTE 20", "cubot"])
def test_a_telephone_of_the_brand_cubot_is_no_bot(model: str) -> None:
    agent = PIXEL.replace("Pixel 8", model)
    assert session_type(agent) == "mobile"
    assert bot_class(agent) is None


def test_a_browser_with_the_name_of_a_crawler_is_no_bot() -> None:
    assert session_type(PIXEL + " SogouMSE,SogouMobileBrowser/5.31.6") == "mobile"
    assert bot_class("Sogou web spider/4.0(+http://www.sogou.com/docs)") == "good crawler"


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 5.1; http://toolbar.example)",
        "Mozilla/5.0 (compatible; Konqueror/4.5; Linux) KHTML/4.5.4 (like Gecko)",
    ],
)
def test_an_old_browser_that_says_compatible_is_no_bot(agent: str) -> None:
    assert session_type(agent) == "desktop"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (compatible; BrandNewBot/0.1; +https://new.example/bot)", "BrandNewBot"),
        (WINDOWS + " shopcrawler", "shopcrawler"),
        ("NewThing/1.0 (+https://new.example)", "NewThing"),
        ("NewThing/1.0 (someone@new.example)", "NewThing"),
        ("Mozilla/5.0 (compatible; Thing 2.0)", "Thing"),
        ("Mozilla/5.0 (https://new.example/about)", "new.example"),
    ],
)
def test_a_bot_on_no_list_is_known_by_what_it_says_of_itself(agent: str, name: str) -> None:
    assert session_type(agent) == "bot"
    assert bot_class(agent) == "bot"
    assert read_user_agent(agent).bot_name == name


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (GOOGLEBOT, "Googlebot"),
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "bingbot"),
        ("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", "YandexBot"),
        ("facebookexternalhit/1.1", "facebookexternalhit"),
        ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "Slackbot-LinkExpanding"),
        ("Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/slurp)", "Slurp"),
        ("Mozilla/5.0 (compatible; archive.org_bot +http://archive.org)", "archive.org_bot"),
    ],
)
def test_a_well_known_crawler_is_a_good_one(agent: str, name: str) -> None:
    assert bot_class(agent) == "good crawler"
    assert read_user_agent(agent).bot_name == name


@pytest.mark.parametrize(
    "agent",
    [
        "curl/8.10.1",
        "python-requests/2.32.3",
        "Scrapy/2.11 (+https://scrapy.org)",
        "Mozilla/5.0 (X11; Linux x86_64) Nikto/2.5.0",
        "FakeGooglebotter/1.0 bot",
        "FeedThing/1.0 (like FeedFetcher-Google) spider",
    ],
)
def test_any_other_bot_is_a_bot_and_no_good_crawler(agent: str) -> None:
    assert bot_class(agent) == "bot"


@pytest.mark.parametrize("agent", [None, "", "   ", WINDOWS, PIXEL, IPAD, "Mozilla/5.0"])
def test_what_is_no_bot_has_no_class_of_bots(agent: str | None) -> None:
    assert bot_class(agent) is None


def test_an_agent_is_taken_apart() -> None:
    assert read_user_agent(PIXEL) == UserAgent(
        browser="Chrome Mobile",
        browser_version="131.0.6778",
        os="Android",
        os_version="14",
        device="Google Pixel 8",
        session_type="mobile",
        bot_name=None,
    )
    assert read_user_agent(IPAD).device == "Apple iPad"


def test_what_an_agent_does_not_say_is_none() -> None:
    assert read_user_agent("zzz") == UserAgent(None, None, None, None, None, "unknown", None)
    assert read_user_agent(WINDOWS).device is None


@pytest.mark.parametrize("agent", [None, "", " \t\n"])
def test_no_agent_says_nothing(agent: str | None) -> None:
    assert session_type(agent) == "unknown"
    assert read_user_agent(agent) == UserAgent(None, None, None, None, None, "unknown", None)


def test_the_class_and_the_parts_of_an_agent_agree() -> None:
    for agent in (WINDOWS, PIXEL, IPAD, GOOGLEBOT, "curl/8", "-"):
        parts = read_user_agent(agent)
        assert parts.session_type == session_type(agent)
        assert (parts.bot_name is None) == (bot_class(agent) is None)


def test_every_example_of_the_list_of_declared_bots_is_a_bot() -> None:
    examples = {
        agent for bot in crawleruseragents.CRAWLER_USER_AGENTS_DATA for agent in bot["instances"]
    }
    assert len(examples) > 2000
    assert [agent for agent in examples if session_type(agent) != "bot"] == []
    assert [agent for agent in examples if not read_user_agent(agent).bot_name] == []


# Hostile input


HOSTILE = [
    "\0\xff" * 50_000, "a" * 100_000, "(" * 100_000, "compatible; " * 9_000, "@" * 100_000,
    "a@" * 50_000, "http" * 25_000, "ContextualBot" * 8_000, "Android " * 12_000, "-" * 100_000,
    "Mozilla/5.0 (" + "iPhone; " * 12_000, "Spider" * 17_000, "x." * 50_000,
    "\ud800", "🤖" * 25_000,
    "Mozilla/5.0 (Linux; Android 10; " + "SM-" * 30_000 + ") Build/",
]  # fmt: skip


@pytest.mark.parametrize("agent", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_agent_costs_little(agent: str) -> None:
    session_type(WINDOWS)
    read_user_agent(WINDOWS)
    started = time.perf_counter()
    kind = session_type(agent)
    parts = read_user_agent(agent)
    bot_class(agent)
    assert time.perf_counter() - started < 0.5
    assert kind in TYPES
    assert all(part is None or len(part) <= 1024 for part in (parts.browser, parts.bot_name))


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_any_text_is_one_type_of_session(agent: str) -> None:
    assert session_type(agent) in TYPES
    assert read_user_agent(agent).session_type in TYPES


def test_naughty_strings_are_read_calmly(realdata: Path) -> None:
    strings = json.loads((realdata / "naughty_strings" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 500
    started = time.perf_counter()
    for agent in strings:
        assert read_user_agent(agent).session_type == session_type(agent)
    assert time.perf_counter() - started < 10


# Against real agents


def test_every_real_bot_is_found(realdata: Path) -> None:
    path = realdata / "user_agents" / "crawler-user-agents.json"
    listed = json.loads(path.read_text(encoding="utf-8"))
    agents = {agent for bot in listed for agent in bot["instances"]}
    assert len(agents) > 2000
    assert [agent for agent in agents if session_type(agent) != "bot"] == []


def test_real_people_are_no_bots_and_on_the_right_kind_of_device(realdata: Path) -> None:
    path = realdata / "user_agents" / "intoli-user-agents.json"
    visits = Counter(
        (visit["userAgent"], visit["deviceCategory"])
        for visit in json.loads(path.read_text(encoding="utf-8"))
    )
    assert visits.total() == 10_000
    taken = {agent: session_type(agent) for agent, _ in visits}
    assert [agent for agent, kind in taken.items() if kind == "bot"] == []
    right = sum(count for (agent, kind), count in visits.items() if taken[agent] == kind)
    assert right / visits.total() >= 0.999
