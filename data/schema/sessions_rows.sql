-- One row a session, in the order of the layout.
insert into copy.sessions by name
select
    (row_number() over ()) - 1 as session_no,
    *,
    lower(cart_token) as token_lower
from (
    from staged.sessions
    order by date_trunc('month', started_at), store, started_at, cart_token
);
