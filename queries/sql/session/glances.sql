-- One row a session of those that are named by session_no. A session's number is its row's place
-- in the file: by rowid it is read without looking at others.
select session_no, store, cart_token, status, currency, cart_value, item_count, started_at
from sessions
where rowid in (select unnest($session_nos))
  and ($all_stores or store in $stores)
