-- One row a session whose cart token in lower case is one of some texts, latest first. A session's
-- number is its row's place in the file: by rowid it is read without looking at others.
select session_no, store, cart_token, status, currency, cart_value, item_count, started_at
from sessions
where rowid in (
        select session_no
        from tokens
        where token_number in (
                select md5_number_lower(spelling) from unnest($spellings) as spelled (spelling)
            )
    )
  and ($all_stores or store in $stores)
order by session_no desc
limit $most
