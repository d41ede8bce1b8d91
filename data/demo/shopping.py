"""How ordinary people shop: what they put in, how long they think, and how it ends."""

from math import log
from random import Random

from data.demo.catalogue import Product, Variant
from data.demo.scene import MINUTE, SALE_TITLES, SECOND
from data.demo.session import Session
from data.demo.shoppers import checkout_name
from data.terms import Risk, SessionType

_DEVICE = {
    SessionType.DESKTOP: 1.3,
    SessionType.TABLET: 1.1,
    SessionType.MOBILE: 0.85,
    SessionType.UNKNOWN: 0.6,
    SessionType.BOT: 0.0,
}
_ABROAD = 0.72
_RETURNING = 1.4
_IN_A_SALE = 1.25
_TROUBLE = 0.9
# Nobody presses Extend more often than this.
_PATIENCE = 6
_DECLINED = (
    "card declined by the bank",
    "address could not be verified",
    "payment provider did not answer",
)


def chance_to_buy(session: Session, *, returning: bool) -> float:
    """How likely an ordinary shopper is to buy, before anything goes wrong at the checkout."""
    store, shopper = session.store, session.shopper
    chance = store.conversion * _DEVICE[shopper.session_type]
    if shopper.country != store.home:
        chance *= _ABROAD
    if returning:
        chance *= _RETURNING
    if session.scene.on_sale(store, session.started_at):
        chance *= _IN_A_SALE
    return min(chance, 0.9)


def shop(session: Session, rng: Random, chance: float, first: Product | None = None) -> None:
    """A whole ordinary session; `first` is what the shopper came for, if anything."""
    attentive = rng.choice((0.0, 0.0, 0.05, 0.35))
    product, variant, quantity = _pick(session, rng)
    if first is not None:
        product, variant, quantity = first, rng.choice(first.variants), 1
    session.begin(product, variant, quantity)
    _judge_arrival(session, rng)
    while rng.random() < 0.79 and _think(session, rng, attentive, 52 * SECOND, 1.1):
        change_cart(session, rng)
    ending = rng.random()
    if session.lines and ending < chance:
        _buy(session, rng, attentive)
    elif session.lines and ending > 0.925:
        _be_cancelled(session, rng, attentive)
    else:
        _abandon(session, rng, attentive)


def wait(session: Session, rng: Random, attentive: float, length: int) -> bool:
    """Keep the page open for so many milliseconds, through the timer's restarts.

    `attentive`: the chance that the shopper presses Extend before the timer restarts by itself.
    False when the session ended meanwhile, or its time is not told any more. Otherwise the timer
    holds for five more seconds at least.
    """
    until = session.at + length
    while session.running and session.expires_at <= until + 5 * SECOND:
        due = session.expires_at - rng.randrange(6 * SECOND, 40 * SECOND)
        if due > until:
            break
        if session.manual_extends < _PATIENCE and rng.random() < attentive:
            session.extend(due - rng.randrange(2 * SECOND, 60 * SECOND))
        elif session.renew(due):
            _judge_renewals(session, rng)
        else:
            session.expire()
    if session.running:
        session.at = max(session.at, until)
    return session.running


def change_cart(session: Session, rng: Random) -> None:
    """Add, change or take out something now."""
    what = rng.random()
    if what < 0.42 or not session.lines:
        product, variant, quantity = _pick(session, rng)
        if product.product_id not in session.lines:
            session.add(session.at, product, variant, quantity)
            return
    line = rng.choice(list(session.lines.values()))
    if what < 0.76:
        step = 1 if line.quantity == 1 else rng.choice((-1, -1, 1))
        session.change(session.at, line, line.quantity + step)
        if line.quantity >= 6 and rng.random() < 0.6:
            reason = f"{line.quantity} units of one variant"
            session.judge(session.at + rng.randrange(400), Risk.MONITORED, reason)
    elif len(session.lines) > 1 or rng.random() < 0.3:
        session.remove(session.at, line)


def _think(session: Session, rng: Random, attentive: float, about: int, spread: float) -> bool:
    return wait(session, rng, attentive, int(rng.lognormvariate(log(about), spread)))


def _pick(session: Session, rng: Random) -> tuple[Product, Variant, int]:
    store = session.store
    product = rng.choices(store.products, cum_weights=store.wanted)[0]
    if session.scene.on_sale(store, session.at or session.started_at) and rng.random() < 0.7:
        product = store.product(rng.choice(sorted(SALE_TITLES)))
    quantity = rng.choices((1, 2, 3, 4, 6), (82, 13, 3, 1.4, 0.6))[0]
    return product, rng.choice(product.variants), min(quantity, product.limit)


def _judge_arrival(session: Session, rng: Random) -> None:
    at = session.at + rng.randrange(150, 900)
    if session.shopper.user_agent is None and rng.random() < 0.4:
        session.judge(at, Risk.MONITORED, "no user agent")
    elif rng.random() < 0.028:
        session.judge(at, Risk.MONITORED, "address on a list of proxies")


def _judge_renewals(session: Session, rng: Random) -> None:
    if session.checkout_id is not None:
        return
    at = session.at + rng.randrange(200, 900)
    reason = f"{session.renewals} renewals without a checkout"
    if session.renewals == 8 and session.risk is Risk.NORMAL and rng.random() < 0.35:
        session.judge(at, Risk.MONITORED, reason)
    elif session.renewals == 15 and rng.random() < 0.4:
        session.judge(at, Risk.REVIEW, reason)


def _go_to_checkout(session: Session, rng: Random, attentive: float) -> bool:
    """Think, then start the checkout; False when the session ended while thinking."""
    if not _think(session, rng, attentive, 210 * SECOND, 1.15):
        return False
    session.start_checkout(session.at, checkout_name(rng))
    return session.running


def _buy(session: Session, rng: Random, attentive: float) -> None:
    if not _go_to_checkout(session, rng, attentive):
        return
    phone = session.shopper.session_type is SessionType.MOBILE
    if phone and session.scene.in_trouble(session.store, session.at) and rng.random() < _TROUBLE:
        session.block_checkout(
            session.at + rng.randrange(8 * SECOND, MINUTE), "payment page did not open"
        )
        _abandon(session, rng, attentive)
        return
    if rng.random() < 0.035 and not _be_reviewed(session, rng):
        return
    if rng.random() < 0.12 and not _be_blocked(session, rng, attentive):
        return
    if _think(session, rng, attentive, 125 * SECOND, 0.6):
        session.convert(session.at)


def _be_reviewed(session: Session, rng: Random) -> bool:
    """Card and address disagree: most are cleared by a person. False when it ended here."""
    reason = "card and address in different countries"
    session.judge(session.at + rng.randrange(SECOND, 4 * SECOND), Risk.REVIEW, reason)
    session.block_checkout(session.at + rng.randrange(300, 900), "waiting for a person to look")
    if not wait(session, rng, 0.3, rng.randrange(MINUTE, 25 * MINUTE)):
        return False
    outcome = rng.random()
    if outcome < 0.55:
        session.judge(session.at, Risk.NORMAL, "looked at and found in order")
        if wait(session, rng, 0.3, rng.randrange(30 * SECOND, 90 * SECOND)):
            session.start_checkout(session.at, "")
    elif outcome < 0.85:
        session.expire()
    else:
        session.judge(session.at, Risk.RESTRICTED, "card reported stolen")
        session.cancel(
            session.at + rng.randrange(SECOND, 5 * SECOND), "restricted: card reported stolen"
        )
    return session.running


def _be_blocked(session: Session, rng: Random, attentive: float) -> bool:
    """The checkout is refused at first. False when the shopper did not get any further."""
    if not _think(session, rng, attentive, 90 * SECOND, 0.5):
        return False
    if rng.random() < 0.25:
        reason = _too_little_stock(session, rng)
        session.block_checkout(session.at, reason)
        session.cancel(session.at + rng.randrange(SECOND, 4 * SECOND), reason)
        return False
    session.block_checkout(session.at, rng.choice(_DECLINED))
    again = rng.random()
    if again < 0.2 and _think(session, rng, attentive, 45 * SECOND, 0.3):
        session.start_checkout(session.at, "")
        session.block_checkout(
            session.at + rng.randrange(20 * SECOND, MINUTE), rng.choice(_DECLINED)
        )
        session.judge(session.at + rng.randrange(900), Risk.MONITORED, "2 checkouts refused")
    if again < 0.35:
        _abandon(session, rng, attentive)
    elif _think(session, rng, attentive, 45 * SECOND, 0.4):
        session.start_checkout(session.at, "")
    return session.running


def _be_cancelled(session: Session, rng: Random, attentive: float) -> None:
    if not _think(session, rng, attentive, 6 * MINUTE, 0.9):
        return
    line = rng.choice(list(session.lines.values()))
    dearer = line.unit_price + max(1, line.unit_price * rng.randrange(4, 12) // 100)
    prices = f"{session.money(line.unit_price)} → {session.money(dearer)}"
    reasons = (
        _too_little_stock(session, rng),
        f"price changed: {line.product.title}, {prices}",
        f"withdrawn from sale: {line.product.title}",
        f"not sent to this country: {line.product.title}",
        "closed by support, as the shopper asked",
    )
    session.cancel(session.at, rng.choices(reasons, (46, 18, 14, 12, 10))[0])


def _too_little_stock(session: Session, rng: Random) -> str:
    line = rng.choice(list(session.lines.values()))
    left = rng.randrange(line.quantity)
    return f"stock check failed: {line.product.title}, {line.quantity} wanted, {left} left"


def _abandon(session: Session, rng: Random, attentive: float) -> None:
    """Leave at once, or leave the page open for a while; some look at the checkout first."""
    if session.lines and session.checkout_id is None and rng.random() < 0.17:
        _go_to_checkout(session, rng, attentive)
    if rng.random() < 0.46:
        _think(session, rng, attentive, 17 * MINUTE, 1.15)
    session.expire()
