-- One row a session: highest cart value first. Amounts have an order within one currency only, so
-- those without a currency stand last.
insert into copy.places (list_order, place, store, outcome, currency, session_no)
select 'value', (row_number() over () - 1)::integer, in_order.*
from (
    select store, outcome, currency, session_no
    from copy.sessions
    order by currency is null, cart_value desc nulls last, session_no desc
) as in_order;
