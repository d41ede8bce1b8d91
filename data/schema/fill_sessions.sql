-- One row a session, in the order of their start.
insert into copy.sessions by name
select
    (row_number() over () - 1)::integer as session_no,
    in_order.* exclude (token_marks),
    token_marks.low as token_marks_low,
    token_marks.high as token_marks_high,
    lower(cart_token) as token_lower
from (
    select
        sessions.*,
        outcome,
        token_marks(lower(sessions.cart_token)) as token_marks,
        case when sessions.visitor_id is not null
             then coalesce(sessions.started_at > visits.first_at, false) end as came_before,
        case when coalesce(sessions.status = $converted, false)
                  or sessions.checkout_id is not null
                  or checkouts.store is not null then true
             when checkout_stores.store is not null then false end as reached_checkout,
        coalesce(reached_checkout, false) or coalesce(
            item_count > 0, case when loaded.store is not null then true end) as kept,
        case when coalesce(ended_at, case when sessions.status = $expired then expires_at end)
                  >= sessions.started_at
             then (epoch_us(coalesce(ended_at, expires_at)) - epoch_us(sessions.started_at))
                  // 1_000_000 end as lasted_seconds
    from staged.sessions as sessions
    join copy.outcomes
        on outcomes.status is not distinct from sessions.status
        and outcomes.risk is not distinct from sessions.risk
    left join staged.visits using (store, visitor_id)
    left join staged.checkouts using (store, cart_token)
    left join staged.checkout_stores using (store)
    left join staged.loaded using (store, cart_token)
    order by sessions.started_at, sessions.store, sessions.cart_token
) as in_order;
