-- By how many percentage points the share of carts given up lies above the store's. Twenty carts
-- that end as the store's usually do are added, so that two carts prove nothing.
create macro risk.unsold(unsold, carts, store_unsold, store_carts) as
round(100 * (
    (unsold + 20 * store_unsold / store_carts) / (carts + 20) - store_unsold / store_carts
));
