-- One row a session of one visitor, latest first, one session left out.
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
        from visitors
        where visitor_number = md5_number_lower($visitor_id)
    )
  and visitor_id = $visitor_id
  and session_no != $session_no
  and ($all_stores or store in $stores)
order by session_no desc
limit $most
