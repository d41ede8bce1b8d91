-- One row a session of those that are named by session_no.
select
    session_no,
    store::varchar as store,
    cart_token,
    session_type::varchar as session_type,
    country::varchar as country,
    item_count,
    cart_value,
    currency::varchar as currency,
    status::varchar as status,
    risk::varchar as risk,
    started_at,
    expires_at,
    last_activity_at
from sessions
where session_no in (select unnest($session_nos))
  and ($all_stores or store in $stores)
