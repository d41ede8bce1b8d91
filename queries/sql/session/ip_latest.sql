-- One row a session of one address, latest first, one session left out.
select
    store,
    cart_token,
    status,
    currency,
    cart_value,
    item_count,
    started_at
from sessions
where session_no in (
        select session_no
        from addresses
        where ip_number = $ip_number::uhugeint
          and session_no != $session_no
          and ($all_stores or store in $stores)
        order by session_no desc
        limit $most
    )
order by session_no desc
