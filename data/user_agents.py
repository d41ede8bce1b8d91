"""What a user agent string says about the machine and the program behind it.

It is what the visitor claims, nothing more: any program can call itself a browser, or Googlebot.
Declared bots come from the list in `crawler-user-agents`, and for those that are not on it from
the words by which bots name themselves; browser, system and device from `ua-parser`. What kind
of device it is follows the tokens that browsers promise to send (MDN, "Browser detection using
the user agent": "Mobi" for a phone, Android without it for a tablet).
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

# No known agent is half as long; the rest of a longer one is not looked at.
_LONGEST = 1024
_GRAM = 4


@dataclass(frozen=True, slots=True)
class UserAgent:
    """One user agent string taken apart; a field is None when the string does not say.

    `device` is brand and model ("Samsung SM-G900P"); `session_type` is one of desktop, mobile,
    tablet, bot and unknown; `bot_name` is None when it is no bot. Of a bot, browser and device are
    what it claims to drive, if anything.
    """

    browser: str | None
    browser_version: str | None
    os: str | None
    os_version: str | None
    device: str | None
    session_type: str
    bot_name: str | None


def session_type(user_agent: str | None) -> str:
    """One of "desktop", "mobile", "tablet", "bot" and "unknown".

    Unknown is what says nothing of itself, and what is neither of these: televisions, consoles.
    """
    text = _readable(user_agent)
    if not text:
        return "unknown"
    return "bot" if _bot_name(text) is not None else _device_class(text)


def bot_class(user_agent: str | None) -> str | None:
    """The class "good crawler" for a well-known crawler, "bot" for any other bot, None for no bot.

    Well known are the crawlers of search engines, archives, link previews and the like, whose
    operators document them and keep to robots.txt. The string alone proves nothing: whether the
    address is the operator's is another question.
    """
    text = _readable(user_agent)
    name = _bot_name(text) if text else None
    if name is None:
        return None
    return "good crawler" if _WELL_KNOWN.fullmatch(name) else "bot"


def read_user_agent(user_agent: str | None) -> UserAgent:
    """Everything that a user agent string says; never raises, whatever the string is."""
    text = _readable(user_agent)
    if not text:
        return UserAgent(None, None, None, None, None, "unknown", None)
    # Imported here: loading the patterns takes longer than reading a thousand agents.
    from ua_parser import parse

    bot_name = _bot_name(text)
    found = parse(text)
    browser = found.user_agent
    system = found.os
    device = found.device
    if bot_name is not None and (device is None or device.family == "Spider"):
        browser = device = None
    return UserAgent(
        browser=None if browser is None else browser.family,
        browser_version=None
        if browser is None
        else _version(browser.major, browser.minor, browser.patch),
        os=None if system is None else system.family,
        os_version=None if system is None else _version(system.major, system.minor, system.patch),
        device=None if device is None else _device(device.brand, device.model),
        session_type="bot" if bot_name is not None else _device_class(text),
        bot_name=bot_name,
    )


def _readable(user_agent: str | None) -> str:
    text = (user_agent or "")[:_LONGEST].strip()
    # Half of a surrogate pair is no text, and the patterns of `ua-parser` refuse it.
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _version(*parts: str | None) -> str | None:
    return ".".join(part for part in parts if part) or None


def _device(brand: str | None, model: str | None) -> str | None:
    if brand is None or brand.startswith("Generic"):
        return None
    if model is None or model.lower().startswith(brand.lower()):
        return model or brand
    return f"{brand} {model}"


# --- Bots ------------------------------------------------------------------------------------

# Words that a declared bot uses of itself, and browsers do not.
_BOT_WORDS = (
    "crawl", "spider", "scraper", "scraping", "scrapy", "slurp", "headless", "phantomjs",
    "selenium", "puppeteer", "playwright", "lighthouse", "fetcher", "scanner", "monitoring",
    "checker", "validator", "harvest", "archiver", "httpclient", "http-client", "http_client",
    "uptime",
)  # fmt: skip
# "SomethingBot", but not the telephones of the brand Cubot.
_NAMED_BOT = re.compile(r"(?<!\bcu)bots?(?![a-z])")
_HTTP_LIBRARY = re.compile(r"(?:curl|wget|python|java|php|perl|ruby|go|node)\b")
# A home page or a mail address to complain to.
_CONTACT = re.compile(r"https?://\S*|\bwww\.\S*|[\w.+-]{1,64}@[a-z][\w-]*\.[a-z]\S*", re.IGNORECASE)

# By the name that the bot gives itself.
_WELL_KNOWN = re.compile(
    r"""
      googlebot(?:-\w+)? | google(?:other|producer) | adsbot-google(?:-mobile(?:-apps)?)?
    | (?:mediapartners|apis|storebot|feedfetcher)-google
    | google-(?:inspectiontool|read-aloud|site-verification|extended|safety)
    | bingbot | bingpreview | adidxbot | msnbot(?:-\w+)? | microsoftpreview | slurp
    | duckduckbot(?:-\w+)? | duckassistbot | baiduspider(?:-\w+)? | yandex\w+ | applebot | petalbot
    | seznambot | sogou | yeti | naverbot | daum(?:oa)? | qwant(?:bot(?:-\w+)?|ify) | mojeekbot
    | coccocbot(?:-\w+)? | mail\.ru_bot | amazonbot | bravebot | kagibot
    | facebookexternalhit | facebot | meta-external(?:agent|fetcher) | twitterbot | linkedinbot
    | pinterest(?:bot)? | slackbot(?:-\w+)? | slack-imgproxy | discordbot | telegrambot | whatsapp
    | redditbot | skypeuripreview | tumblr | vkshare
    | archive\.org_bot | ia_archiver | heritrix | ccbot
    | gptbot | oai-searchbot | chatgpt-user | claude(?:bot|-searchbot|-user)
    | perplexity(?:bot|-user)
    | ahrefsbot | semrushbot(?:-\w+)? | dotbot | mj12bot
    | uptimerobot | pingdom\S* | statuscake\w*
    """,
    re.IGNORECASE | re.VERBOSE,
)

_NAME = re.compile(r"[^\W\d_](?:[\w.!-]*\w)?")
_COMPATIBLE = re.compile(r"compatible;\s*([^\W\d_](?:[\w.!-]*\w)?)")
_NO_NAMES = frozenset(
    {"applewebkit", "bot", "bots", "chrome", "compatible", "gecko", "khtml", "mozilla", "msie"}
)

# In the patterns of the list, which escape every sign that they mean as it is.
_METACHARACTER = re.compile(r"(?<!\\)[\^$.*+?()\[\]{}|]|\\\w")
# A browser for telephones has the name of its maker's crawler.
_NARROWED = {"Sogou": "Sogou(?!MSE|MobileBrowser)"}


class _Listed(NamedTuple):
    """The patterns of declared bots: plain texts by their first letters, and the others."""

    plain: dict[str, tuple[str, ...]]
    short: tuple[str, ...]
    at_start: re.Pattern[str]
    anywhere: re.Pattern[str]


def _bot_name(text: str) -> str | None:
    """The name that a bot gives itself, None for no bot."""
    span = _listed_span(text)
    if span is not None:
        return _name_at(text, *span)
    at = _worded_at(text)
    return None if at is None else _name_at(text, at, at)


def _listed_span(text: str) -> tuple[int, int] | None:
    """From where to where in the text the list of declared bots recognises one first."""
    listed = _listed()
    begun = listed.plain.keys() & {text[at : at + _GRAM] for at in range(len(text))}
    found = [
        (place, place + len(plain))
        for start in begun
        for plain in listed.plain[start]
        if (place := text.find(plain)) >= 0
    ]
    if found:
        return min(found)
    for plain in listed.short:
        if plain in text:
            return text.index(plain), text.index(plain) + len(plain)
    match = listed.at_start.match(text) or listed.anywhere.search(text)
    # These patterns may run on to the end of the text: only where they begin says something.
    return None if match is None else (match.start(), match.start())


def _worded_at(text: str) -> int | None:
    """Where in the text something is said that only bots say of themselves."""
    lower = text.lower()
    for word in _BOT_WORDS:
        if word in lower:
            return lower.index(word)
    found = _NAMED_BOT.search(lower) or _HTTP_LIBRARY.match(lower)
    # Old Internet Explorers named the home pages of their toolbars, and said "compatible" as well.
    if found is None and "msie " not in lower:
        found = _CONTACT.search(lower)
        if found is None and "(compatible;" in lower and "konqueror" not in lower:
            return lower.index("compatible;")
    return None if found is None else found.start()


def _name_at(text: str, start: int, end: int) -> str:
    """The name where a bot was recognised, or else the first thing in the text that is a name.

    Words in web and mail addresses are names of hosts, not of bots, and come last.
    """
    spoken = _CONTACT.sub(lambda contact: " " * len(contact[0]), text)
    names = [name for name in _NAME.finditer(spoken) if name[0].lower() not in _NO_NAMES]
    for name in names:
        if name.start() <= start < name.end():
            return text[name.start() : max(name.end(), end)].rstrip(" /;:(")
    for name in names:
        if _NAMED_BOT.search(name[0].lower()):
            return name[0]
    compatible = _COMPATIBLE.search(spoken)
    if compatible is not None:
        return compatible[1]
    if names and not text.startswith("Mozilla/"):
        return names[0][0]
    host = re.search(r"(?:https?://)?(?:www\.)?([\w.-]*\w)", text[start:])
    return "unnamed" if host is None else host[1]


@cache
def _listed() -> _Listed:
    # Imported here: the list is half a megabyte of JSON.
    from crawleruseragents import CRAWLER_USER_AGENTS_DATA  # type: ignore[import-untyped]

    plain: defaultdict[str, list[str]] = defaultdict(list)
    short: list[str] = []
    at_start: list[str] = []
    anywhere: list[str] = []
    for bot in CRAWLER_USER_AGENTS_DATA:
        pattern = _NARROWED.get(bot["pattern"], bot["pattern"])
        if not _METACHARACTER.search(pattern):
            literal = re.sub(r"\\(.)", r"\1", pattern)
            if len(literal) < _GRAM:
                short.append(literal)
            else:
                plain[literal[:_GRAM]].append(literal)
        elif pattern.startswith("^") and "|" not in pattern:
            at_start.append(pattern)
        else:
            anywhere.append(pattern)
    return _Listed(
        {start: tuple(texts) for start, texts in plain.items()},
        tuple(short),
        re.compile("|".join(at_start)),
        re.compile("|".join(anywhere)),
    )


# --- Devices ---------------------------------------------------------------------------------

_NEITHER = re.compile(
    r"\bTV\b|SmartTV|SMART-TV|GoogleTV|AppleTV|HbbTV|NetCast|Web0S|BRAVIA|CrKey|Roku|VIDAA"
    r"|\bAFT[A-Z]\w*|PlayStation|Nintendo|Xbox"
)
_TABLET = re.compile(
    r"iPad|PlayBook|Kindle|\bTablet\b(?! PC)|\b(?:SM-[TX]|GT-P)\d|\bKF[A-Z]{2,5}\b|\b(?:Tab|Pad)\b"
)
_MOBILE = re.compile(
    r"Mobi|iPhone|iPod|Windows Phone|IEMobile|Windows CE|BlackBerry|\bBB10\b|Opera Mini|Symbian"
    r"|SymbOS|Series60|MIDP|J2ME|UP\.Browser|DoCoMo|KAIOS|^(?:Nokia|SonyEricsson|SAMSUNG-|LG-|MOT-)"
)
_DESKTOP = re.compile(
    r"Windows|\bWin(?:9[58x]|NT|32|64)\b|Macintosh|Mac_PowerPC|Mac OS X|X11|CrOS|Linux"
    r"|(?:Free|Open|Net)BSD|SunOS"
)


def _device_class(text: str) -> str:
    if _NEITHER.search(text):
        return "unknown"
    if _TABLET.search(text):
        return "tablet"
    if _MOBILE.search(text):
        return "mobile"
    if "Android" in text:
        # An app's own agent has no "Mobile" to leave out.
        return "tablet" if text.startswith("Mozilla/") else "mobile"
    return "desktop" if _DESKTOP.search(text) else "unknown"
