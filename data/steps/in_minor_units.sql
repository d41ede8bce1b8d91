-- One row a session whose value is exactly its lines' total in cents, fils, sen, ..., or the other
-- way round: money in minor units on one side of the source and not on the other.
create table in_minor_units as
with scaled as (
    select
        s.store,
        s.cart_token,
        s.cart_value,
        lines.value as lines_value,
        power(10, coalesce(known.places, 2))::decimal(18, 0) as scale,
        s._file,
        s._line
    from usable_sessions as s
    join line_totals as lines on lines.store = s.store and lines.cart_token = s.cart_token
    left join known_currencies as known on known.code = s.currency
    where lines.value > 0 and s.cart_value > 0
)
select *
from scaled
where scale > 1 and (cart_value = lines_value * scale or lines_value = cart_value * scale);
