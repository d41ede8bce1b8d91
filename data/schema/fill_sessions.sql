-- One row a session, in the order of their start.
insert into copy.sessions by name
select
    (row_number() over () - 1)::integer as session_no,
    in_order.* exclude (token_marks),
    token_marks.low as token_marks_low,
    token_marks.high as token_marks_high,
    lower(cart_token) as token_lower
from (
    select sessions.*, outcome, token_marks(lower(cart_token)) as token_marks
    from staged.sessions as sessions
    join copy.outcomes
        on outcomes.status is not distinct from sessions.status
        and outcomes.risk is not distinct from sessions.risk
    order by started_at, store, cart_token
) as in_order;
