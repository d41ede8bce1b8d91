-- One row a session, in the order of their start: the number that it has in the copy, counted from
-- 0, and what its score is made of.
create table staged.numbered as
select
    (row_number() over () - 1)::integer as session_no,
    in_order.store::copy.store_name as store,
    in_order.* exclude (store)
from (
    select
        store, cart_token, visitor_id, session_type, ip_number, country, status, risk, currency,
        cart_value, item_count, started_at, expires_at, last_activity_at, ended_at, renewals,
        max_renewals, manual_extends, user_agent,
        checkout_id is not null or order_id is not null as has_order
    from staged.sessions
    order by started_at, store, cart_token
) as in_order;
