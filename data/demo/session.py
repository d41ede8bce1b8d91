"""One session as it happens: each method is one thing that happens, and keeps the books.

The rules that every session of the demo obeys: the timer restarts when the shopper touches the
cart, goes to the checkout or presses Extend, and by itself while the page stays open, at most
``max_renewals`` times. It runs out exactly at ``expires_at``. Nothing happens after ``until``; a
session that has not ended by then is Active.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from data.currencies import decimals, format_money
from data.demo.catalogue import Product, Variant
from data.demo.scene import Scene
from data.demo.shoppers import Shopper
from data.demo.stores import Store
from data.terms import EventKind, Risk, Status

_BY_THE_SHOPPER = frozenset({
    EventKind.CREATED, EventKind.ITEM_ADDED, EventKind.ITEM_UPDATED, EventKind.ITEM_REMOVED,
    EventKind.EXTENDED, EventKind.CHECKOUT_STARTED, EventKind.CONVERTED,
})  # fmt: skip
_RESTARTS_TIMER = _BY_THE_SHOPPER - {EventKind.CONVERTED} | {EventKind.RENEWED}
_UPDATES = frozenset({EventKind.ITEM_ADDED, EventKind.ITEM_UPDATED, EventKind.ITEM_REMOVED})
_ENDS = {
    EventKind.CONVERTED: Status.CONVERTED,
    EventKind.EXPIRED: Status.EXPIRED,
    EventKind.CANCELLED: Status.CANCELLED,
}


@dataclass(slots=True)
class Event:
    """Something that happened. `quantity`: units added, taken out, or held after an update."""

    at: int
    kind: EventKind
    product: Product | None = None
    quantity: int | None = None
    detail: str | None = None


@dataclass(slots=True)
class Line:
    """Units of one variant in the cart, at the price (minor units) of when they were put there."""

    product: Product
    variant: Variant
    quantity: int
    unit_price: int


@dataclass(slots=True)
class Session:
    """A session under way, and what became of it.

    ``at``: the moment that it has come to. ``lines``: by product id. ``recorded_value``: the cart
    value in the store's record, where it is not what the lines add up to.
    """

    scene: Scene
    store: Store
    shopper: Shopper
    token: str
    started_at: int
    until: int
    at: int = 0
    expires_at: int = 0
    last_activity_at: int = 0
    status: Status = Status.ACTIVE
    risk: Risk = Risk.NORMAL
    lines: dict[str, Line] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    cart_updates: int = 0
    renewals: int = 0
    manual_extends: int = 0
    checkout_id: str | None = None
    order_id: str | None = None
    recorded_value: int | None = None
    running: bool = True

    @property
    def item_count(self) -> int:
        """Units in the cart."""
        return sum(line.quantity for line in self.lines.values())

    @property
    def value(self) -> int:
        """What the cart is worth, in minor units."""
        return sum(line.quantity * line.unit_price for line in self.lines.values())

    @property
    def ended_at(self) -> int | None:
        """When it ended; None for an Active one."""
        return None if self.status is Status.ACTIVE else self.at

    def money(self, amount: int) -> str:
        """An amount of minor units of the store's currency as people read it."""
        currency = self.store.currency
        return format_money(Decimal(amount).scaleb(-decimals(currency)), currency)

    def begin(self, product: Product, variant: Variant, quantity: int) -> None:
        """The first item is reserved."""
        minutes = self.store.timer // 60_000
        self._happens(self.started_at, EventKind.CREATED, detail=f"timer of {minutes} min started")
        self.add(self.started_at, product, variant, quantity)

    def add(self, at: int, product: Product, variant: Variant, quantity: int) -> None:
        """A product that is not in the cart yet is put there."""
        if self._happens(at, EventKind.ITEM_ADDED, product, quantity, variant.name):
            price = self.scene.price(self.store, product, self.at)
            self.lines[product.product_id] = Line(product, variant, quantity, price)

    def change(self, at: int, line: Line, quantity: int) -> None:
        """The shopper asks for another quantity; more than the product's limit is refused."""
        text = f"quantity {line.quantity} → {quantity}"
        limit = line.product.limit
        if quantity > limit:
            refused = f"{text} refused: at most {limit} per shopper"
            self._happens(at, EventKind.ITEM_UPDATED, line.product, line.quantity, refused)
        elif self._happens(at, EventKind.ITEM_UPDATED, line.product, quantity, text):
            line.quantity = quantity

    def remove(self, at: int, line: Line) -> None:
        """A line is taken out; its stock is free at once."""
        name = line.variant.name
        if self._happens(at, EventKind.ITEM_REMOVED, line.product, line.quantity, name):
            del self.lines[line.product.product_id]

    def renew(self, at: int) -> bool:
        """The timer restarts by itself; False when the maximum was reached."""
        if self.renewals >= self.store.max_renewals:
            return False
        text = f"timer restarted, {self.renewals + 1}/{self.store.max_renewals}"
        if self._happens(at, EventKind.RENEWED, detail=text):
            self.renewals += 1
        return True

    def extend(self, at: int) -> None:
        """The shopper presses Extend."""
        if self._happens(at, EventKind.EXTENDED, detail="timer restarted by the shopper"):
            self.manual_extends += 1

    def start_checkout(self, at: int, checkout_id: str) -> None:
        """The shopper goes to the checkout, for the first time or again."""
        text = f"{self.item_count} {_items(self.item_count)}, {self.money(self.value)}"
        if self._happens(at, EventKind.CHECKOUT_STARTED, detail=text):
            self.checkout_id = self.checkout_id or checkout_id

    def block_checkout(self, at: int, reason: str) -> None:
        """The checkout is refused."""
        self._happens(at, EventKind.CHECKOUT_BLOCKED, detail=reason)

    def convert(self, at: int) -> None:
        """The checkout is completed. The order's number comes later: numbers follow time."""
        self._happens(at, EventKind.CONVERTED)

    def name_order(self, order_id: str) -> None:
        """Give a Converted session its order's number."""
        self.order_id = order_id
        self.events[-1].detail = f"order {order_id}, {self.money(self.value)}"

    def expire(self) -> None:
        """Nothing happens any more until the timer has run out."""
        held = self.item_count
        text = f"{held} {_items(held)} released" if held else "nothing was held"
        self._happens(self.expires_at, EventKind.EXPIRED, detail=text)

    def cancel(self, at: int, reason: str) -> None:
        """The system or a validation ends it."""
        self._happens(at, EventKind.CANCELLED, detail=reason)

    def judge(self, at: int, risk: Risk, reason: str) -> None:
        """The risk level changes; to Restricted is an event of its own."""
        if risk is self.risk:
            return
        kind = EventKind.RESTRICTED if risk is Risk.RESTRICTED else EventKind.RISK_CHANGED
        if self._happens(at, kind, detail=f"{self.risk.label} → {risk.label}: {reason}"):
            self.risk = risk

    def _happens(
        self,
        at: int,
        kind: EventKind,
        product: Product | None = None,
        quantity: int | None = None,
        detail: str | None = None,
    ) -> bool:
        """Write it down, unless the session is over or the time is not told any more."""
        at = max(at, self.at)
        if at > self.until:
            self.running = False
        if not self.running:
            return False
        self.events.append(Event(at, kind, product, quantity, detail))
        self.at = at
        self.cart_updates += kind in _UPDATES
        if kind in _BY_THE_SHOPPER:
            self.last_activity_at = at
        if kind in _RESTARTS_TIMER:
            self.expires_at = at + self.store.timer
        if kind in _ENDS:
            self.status = _ENDS[kind]
            self.running = False
        return True


def _items(count: int) -> str:
    return "item" if count == 1 else "items"
