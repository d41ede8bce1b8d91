-- One row a session: most items first.
insert into copy.places (list_order, place, store, outcome, currency, session_no)
select 'items', (row_number() over () - 1)::integer, in_order.*
from (
    select store, outcome, currency, session_no
    from copy.sessions
    order by item_count desc nulls last, session_no desc
) as in_order;
