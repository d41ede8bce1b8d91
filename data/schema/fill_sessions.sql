-- One row a session, in the order of their start.
insert into copy.sessions by name
select
    (row_number() over () - 1)::integer as session_no,
    in_order.*,
    lower(cart_token) as token_lower
from (
    select sessions.*, outcome
    from staged.sessions as sessions
    join copy.outcomes
        on outcomes.status is not distinct from sessions.status
        and outcomes.risk is not distinct from sessions.risk
    order by started_at, store, cart_token
) as in_order;
