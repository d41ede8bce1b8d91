-- One row a store: how many sessions it has, how many of its ended carts were given up, and what
-- its source records. own_yardstick: whether it has sessions enough to be its own yardstick. Known
-- crawlers are left out of everything that tells what is usual.
create table risk.stores as
with counted as (
    select
        store,
        count(*) filter (where class is distinct from 'good crawler') as sessions,
        greatest(date_diff('minute', min(began), max(began)), 1) as minutes,
        count(*) filter (where ended and class is distinct from 'good crawler') as carts,
        count(*) filter (where ended and not bought and class is distinct from 'good crawler') as unsold
    from risk.sessions
    group by store
),
viewed as (
    select distinct store from risk.sessions where session_no in (select session_no from risk.viewed)
),
refusing as (
    select
        store,
        bool_or(refused > 0) as records_refusals,
        bool_or(blocked > 0) as records_blocks
    from risk.facts
    join risk.sessions using (session_no)
    group by store
)
select
    store,
    sessions,
    minutes,
    carts,
    unsold,
    sessions >= $small_store as own_yardstick,
    viewed.store is not null as records_views,
    coalesce(records_refusals, false) as records_refusals,
    coalesce(records_blocks, false) as records_blocks
from counted
left join viewed using (store)
left join refusing using (store);
