-- One row if this number has this cart token, else none: the session, all that is stored.
select
    session_no,
    store,
    cart_token,
    token_hash,
    visitor_id,
    session_type,
    ip,
    ip_number,
    country,
    status,
    risk,
    risk_recorded,
    suggested,
    score::double as score,
    currency,
    cart_value,
    item_count,
    started_at,
    expires_at,
    last_activity_at,
    ended_at,
    cart_updates,
    renewals,
    max_renewals,
    manual_extends,
    user_agent,
    checkout_id,
    order_id,
    updated_at,
    source_file,
    source_line
from sessions
where session_no = $session_no
  and cart_token = $token
  and ($all_stores or store in $stores)
