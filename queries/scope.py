"""Which stores a viewer may see, and which one is chosen. No question is asked without it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """The stores that every question of this viewer is limited to.

    ``allowed``: the only stores this viewer may see; None for every store of the copy.
    ``store``: the one that is chosen; None for all that are allowed.
    """

    allowed: frozenset[str] | None
    store: str | None = None

    def choosing(self, store: str | None) -> "Scope":
        """This scope with a store chosen; None leaves the choice as it is.

        A scope in which another store was chosen already then covers nothing: choosing only ever
        narrows.
        """
        if store is None or store == self.store:
            return self
        if self.store is not None:
            return Scope(frozenset(), store)
        return Scope(self.allowed, store)

    @property
    def stores(self) -> list[str] | None:
        """The stores to ask about, in order; None for every store of the copy."""
        if self.store is None:
            return None if self.allowed is None else sorted(self.allowed)
        if self.allowed is None or self.store in self.allowed:
            return [self.store]
        return []

    def parameters(self) -> dict[str, object]:
        """The two parameters that SQL reads: ``($all_stores or store in $stores)``."""
        stores = self.stores
        return {"all_stores": stores is None, "stores": stores or []}
