-- One row a yardstick, signal and value that occurs: how many of the yardstick's sessions have it,
-- or one that is as suspicious or more; and what it weighs: by how many powers of ten it is rarer
-- than the signal may be. The yardstick is a store, or null for the whole copy. The share of
-- sessions as suspicious is the tail probability of ECOD (Li et al. 2022,
-- doi 10.1109/TKDE.2022.3159580), taken in the suspicious direction only; here the usual weighs
-- nothing.
create table copy.tails as
with measured as (
    select store as yardstick, signal, value, sessions
    from risk.values
    where store in (select store from risk.stores where own_yardstick)
    union all
    select null, signal, value, sum(sessions)
    from risk.values
    where exists (select 1 from risk.stores where not own_yardstick)
    group by signal, value
),
summed as (
    select
        yardstick, signal, value,
        sum(sessions) over (
            partition by yardstick, signal order by case when low then value else -value end
        ) as as_suspicious,
        sum(sessions) over (partition by yardstick, signal) as available,
        case when low then value <= bound else value >= bound end as says,
        rarity, at_most
    from measured
    join copy.measures using (signal)
)
select
    yardstick,
    signal,
    value,
    as_suspicious::integer as as_suspicious,
    case when says and available > 0
         then round(least(greatest(log10(rarity * available / greatest(as_suspicious, 1)), 0), at_most), 3)
         else 0 end::decimal(4, 3) as weight
from summed
order by yardstick, signal, value;
