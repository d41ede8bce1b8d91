-- One row a session of one page of the list in an order that has places, in that order.
with page as (
    select place, session_no
    from places
    where list_order = $list_order
      and place >= $first_place
      and place < $after_place
      and session_no >= $first
      and session_no < $after
      and ($all_stores or store in $stores)
      and ($any_outcome or outcome in $outcomes)
      and ($currency is null or currency = $currency)
    order by place
    limit $page_rows
    offset $skipped
)

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
join page using (session_no)
order by place
