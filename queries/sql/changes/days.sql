-- One row a day (UTC) on which sessions started: how many, and a fingerprint of them all.
select
    started_at::date as day,
    count(*) as sessions,
    bit_xor(hash(store::varchar, cart_token, status::varchar)) as fingerprint
from sessions
where $all_stores or store in $stores
group by day
