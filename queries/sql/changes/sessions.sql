-- One row a session that started on one of the days: a number of its own, and its status.
select hash(store::varchar, cart_token) as session, status
from sessions
where started_at::date in $days and ($all_stores or store in $stores)
