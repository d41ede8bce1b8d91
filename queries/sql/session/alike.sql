-- One row a session whose cart token is one of some texts in lower case, latest first.
select store, cart_token, status, currency, cart_value, item_count, started_at
from sessions
where session_no in (
        select session_no
        from tokens
        where token_number in (
                select md5_number_lower(spelling) from unnest($spellings) as spelled (spelling)
            )
    )
  and token_lower in $spellings
  and ($all_stores or store in $stores)
order by session_no desc
limit $most
