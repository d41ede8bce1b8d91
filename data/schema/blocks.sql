-- One row a block of places of one order, store, outcome and currency, with the sessions in it. A
-- block is $block_rows places. Added up they count what filters show, and lead to any page.
create table copy.blocks as
select list_order, block, store, outcome, currency, count(*)::integer as sessions
from (
    select 'start'::copy.order_name as list_order, session_no // $block_rows as block, store, outcome, currency
    from copy.sessions
    union all
    select list_order, place // $block_rows as block, store, outcome, currency
    from copy.places
)
group by all
order by list_order, block, store, outcome, currency;
