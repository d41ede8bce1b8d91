-- One row a session: those whose timer runs by its end, the soonest first; then all others, newest
-- first.
insert into copy.places (list_order, place, store, outcome, currency, session_no)
select 'expiring', (row_number() over () - 1)::integer, in_order.*
from (
    select store, outcome, currency, session_no
    from copy.sessions
    join copy.outcomes using (outcome)
    order by active desc, case when active then expires_at end asc nulls last, session_no desc
) as in_order;
