-- One row a session of one visitor (as one store knows it), latest first, one session left out.
select
    store,
    cart_token,
    status,
    currency,
    cart_value,
    item_count,
    started_at
from sessions
where visitor_id = $visitor_id
  and store = $store
  and session_no != $session_no
  and ($all_stores or store in $stores)
order by started_at desc, session_no
limit $most
