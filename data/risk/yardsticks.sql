-- One row a store and signal: what is usual. Of how many sessions the signal is known, their median
-- value, and the value that 19 of 20 stay within, on the innocent side. of_whole_copy: the store
-- has too few sessions, and the sessions of the whole copy are its yardstick.
create table copy.yardsticks as
with usual as (
    select
        yardstick,
        signal,
        max(as_suspicious) as available,
        any_value(low) as low,
        min(value) filter (where 2 * as_suspicious > all_available) as median_of_low,
        max(value) filter (where 2 * as_suspicious > all_available) as median_of_high,
        min(value) filter (where 20 * as_suspicious > all_available) as end_of_low,
        max(value) filter (where 20 * as_suspicious > all_available) as end_of_high
    from (
        select *, max(as_suspicious) over (partition by yardstick, signal) as all_available
        from copy.tails
    )
    join copy.measures using (signal)
    group by yardstick, signal
)
select
    stores.store,
    usual.signal,
    not own_yardstick as of_whole_copy,
    available,
    case when low then median_of_low else median_of_high end as median,
    case when low then end_of_low else end_of_high end as usual_to
from risk.stores as stores
join usual on usual.yardstick is not distinct from case when own_yardstick then stores.store end
order by stores.store, usual.signal;
