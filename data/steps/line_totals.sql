-- One row a session with lines: its items where every quantity is known, and their value where
-- every price is known too.
create table line_totals as
select
    store,
    cart_token,
    case when count(*) = count(quantity) then sum(quantity) end as items,
    case when count(*) = count(unit_price) and count(*) = count(quantity)
         then sum(quantity * unit_price) end as value
from usable_lines
group by store, cart_token;
