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
where ip_number = $ip_number
  and session_no != $session_no
  and ($all_stores or store in $stores)
order by started_at desc, session_no
limit $most
