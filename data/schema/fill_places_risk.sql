-- One row a session: highest risk level first, within a level the highest score, among
-- equals the newest.
insert into copy.places
select 'risk', (row_number() over () - 1)::integer, in_order.*
from (
    select store, outcome, currency, session_no, score
    from copy.sessions
    join copy.outcomes using (outcome)
    order by concern, score desc, session_no desc
) as in_order;
