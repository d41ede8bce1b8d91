"""Make text that came from data safe to show."""

import html
import re
import unicodedata

# A backslash before any ASCII punctuation makes it literal in Markdown, and in what Streamlit adds
# to it (directives, emoji short codes, formulas).
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Bare addresses become links in spite of backslashes; a word joiner, which takes no room, breaks
# what they are recognised by.
_ADDRESS = re.compile(r"(?i)(?<=http)(?=s?:)|(?<=ftp)(?=:)|(?<=www)(?=\.)|(?<=mailto)(?=:)|(?=@)")
_JOINER = "\N{WORD JOINER}"
_REPLACED = "\N{REPLACEMENT CHARACTER}"
# Marks that turn the reading direction, and would turn it for all that follows on the line.
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


def plain(text: str) -> str:
    """The text on one line: a space for each run of white space, � for what cannot be seen.

    That is control characters, lone surrogates and marks that turn the reading direction.
    """
    spaced = " ".join(text.split())
    if spaced.isascii() and spaced.isprintable():
        return spaced
    return "".join(
        _REPLACED if mark in _TURNS or unicodedata.category(mark) in _UNSEEN else mark
        for mark in spaced
    )


def html_text(text: str) -> str:
    """The text as HTML that shows it literally, in an element or a quoted attribute."""
    return html.escape(plain(text))


def markdown_text(text: str) -> str:
    """The text as Markdown that shows it literally: in labels, captions, headings and metrics."""
    return _PUNCTUATION.sub(r"\\\1", _ADDRESS.sub(_JOINER, plain(text)))
