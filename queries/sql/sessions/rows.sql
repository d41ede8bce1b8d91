-- One row a session of those that are named by session_no, in any order.
select
    session_no,
    store,
    cart_token,
    session_type,
    country,
    item_count,
    cart_value,
    currency,
    status,
    risk,
    risk_recorded,
    suggested,
    score::double as score,
    started_at,
    expires_at,
    last_activity_at
from sessions
where session_no in (select unnest($session_nos))
  and ($all_stores or store in $stores)
