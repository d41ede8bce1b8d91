-- One row a session of one page of the list by start, in the list's order.
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
where session_no >= $first
  and session_no < $after
  and ($all_stores or store in $stores)
  and ($any_outcome or outcome in $outcomes)
  and ($currency is null or currency = $currency)
order by $direction * session_no
limit $page_rows
offset $skipped
