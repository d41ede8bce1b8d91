-- One row a session with lines: its items, and their value where every price is known.
create table line_totals as
select
    store,
    cart_token,
    sum(quantity) as items,
    case when count(*) = count(unit_price) and count(*) = count(quantity)
         then sum(quantity * unit_price) end as value
from usable_lines
group by store, cart_token;
