-- One row a session whose cart token differs from a text only by case and white space, latest first.
select store, cart_token, status, currency, cart_value, item_count, started_at
from sessions
where token_lower in $spellings
  and ($all_stores or store in $stores)
order by started_at desc, session_no
limit $most
