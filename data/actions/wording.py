"""What people and pages hand in as text: kept as it is, or refused with a sentence."""

import unicodedata

from data.actions.errors import Unusable
from data.actions.session_key import SessionKey

LONGEST_REASON = 500
LONGEST_NOTE = 4_000
LONGEST_NAME = 200

# PostgreSQL's index of sessions takes no more than 2,704 bytes.
_LONGEST_KEY_BYTES = 2_000


def required(text: str, what: str, longest: int) -> str:
    """The text without the space around it.

    Raises:
        Unusable: nothing that can be read is in it, it is too long, or it cannot be stored.
    """
    said = optional(text, what, longest)
    if said is None:
        raise Unusable(f"A {what} is required.")
    return said


def all_required(*asked: tuple[str, str, int]) -> tuple[str, ...]:
    """Texts without the space around them, each given with what it is and its most characters.

    Raises:
        Unusable: nothing that can be read is in some of them, which are all named; one is too
            long, or cannot be stored.
    """
    missing = [f"a {what}" for text, what, longest in asked if not optional(text, what, longest)]
    if len(missing) > 1:
        raise Unusable(f"{' and '.join(missing).capitalize()} are required.")
    return tuple(required(text, what, longest) for text, what, longest in asked)


def optional(text: str, what: str, longest: int) -> str | None:
    """The text without the space around it, or None when nothing that can be read is in it.

    Raises:
        Unusable: it is too long, or it cannot be stored.
    """
    said = text.strip()
    # Separators, control characters and such as the zero-width space show nothing by themselves.
    if all(unicodedata.category(character)[0] in "ZC" for character in said):
        return None
    if len(said) > longest:
        raise Unusable(f"The {what} is {len(said):,} characters long; {longest:,} are the most.")
    _storable(said, what)
    return said


def nameable(session: SessionKey) -> SessionKey:
    """The session, whose name is left as it is to the last character.

    Raises:
        Unusable: its name cannot be stored.
    """
    for part in session:
        _storable(part, "session's name")
    if not session.cart_token or len("".join(session).encode()) > _LONGEST_KEY_BYTES:
        raise Unusable("A session whose name is empty or this long cannot be decided about.")
    return session


def level(text: str | None) -> str | None:
    """A risk level as the copy records it.

    Raises:
        Unusable: it cannot be stored.
    """
    if text is not None:
        _storable(text, "risk level")
    return text


def _storable(text: str, what: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Unusable(f"The {what} holds half a character, which cannot be stored.") from None
    if "\0" in text:
        raise Unusable(f"The {what} holds a NUL character, which cannot be stored.")
