-- One row a session with exactly this cart token: at most one a store. All that the copy stores. A
-- session's number is its row's place in the file: by rowid it is read without looking at others.
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
where rowid in (
        select session_no from tokens where token_number = md5_number_lower(lower($token))
    )
  and cart_token = $token
  and ($all_stores or store in $stores)
order by store
