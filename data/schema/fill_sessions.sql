-- One row a session, in the order of their start.
insert into copy.sessions by name
select
    in_order.* exclude (token_marks),
    token_marks.low as token_marks_low,
    token_marks.high as token_marks_high,
    lower(cart_token) as token_lower
from (
    select
        sessions.* exclude (risk),
        numbered.session_no,
        outcomes.outcome,
        outcomes.risk,
        sessions.risk is not null as risk_recorded,
        scores.suggested,
        floor(10 * scores.score) / 10 as score,
        token_marks(lower(sessions.cart_token)) as token_marks,
        case when sessions.visitor_id is not null
             then coalesce(sessions.started_at > visits.first_at, false) end as came_before,
        case when coalesce(sessions.status = $converted, false)
                  or sessions.checkout_id is not null
                  or checkouts.session_no is not null then true
             when checkout_stores.store is not null then false end as reached_checkout,
        coalesce(reached_checkout, false) or coalesce(
            sessions.item_count > 0, case when loaded.session_no is not null then true end) as kept,
        case when coalesce(
                      sessions.ended_at,
                      case when sessions.status = $expired then sessions.expires_at end
                  ) >= sessions.started_at
             then (epoch_us(coalesce(sessions.ended_at, sessions.expires_at))
                   - epoch_us(sessions.started_at)) // 1_000_000 end as lasted_seconds
    from staged.sessions as sessions
    join staged.numbered as numbered
        on numbered.store::varchar = sessions.store and numbered.cart_token = sessions.cart_token
    join copy.scores as scores on scores.session_no = numbered.session_no
    join copy.outcomes as outcomes
        on outcomes.status is not distinct from sessions.status
        and outcomes.risk = coalesce(sessions.risk::copy.risk_name, scores.suggested)
    left join staged.visits on visits.store = sessions.store and visits.visitor_id = sessions.visitor_id
    left join staged.checkouts on checkouts.session_no = numbered.session_no
    left join staged.checkout_stores on checkout_stores.store = sessions.store
    left join staged.loaded on loaded.session_no = numbered.session_no
    order by numbered.session_no
) as in_order;
