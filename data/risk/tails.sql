-- One row a yardstick, signal and value that occurs: how many of the yardstick's sessions have it,
-- or one that is as suspicious or more; and what it weighs: by how many powers of ten it is rarer
-- than the signal may be. The yardstick is a store, or null for the whole copy. The share of
-- sessions as suspicious is the tail probability of ECOD (Li et al. 2022,
-- doi 10.1109/TKDE.2022.3159580), taken in the suspicious direction only; here the usual weighs
-- nothing. No session of somebody else lifts a weight by leaps: with each unit beyond the bound it
-- grows by a step at most, and what a store says for itself exceeds what the whole copy says by no
-- more than the share by which it has outgrown a small store.
create table copy.tails as
with measured as (
    select store as yardstick, signal, value, sessions
    from risk.values
    where store in (select store from risk.stores where own_yardstick)
    union all
    select null, signal, value, sum(sessions)
    from risk.values
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
        bound, rarity, step, at_most
    from measured
    join copy.measures using (signal)
),
rarer as (
    select
        *,
        case when says and available > 0
             then least(greatest(log10(rarity * available / greatest(as_suspicious, 1)), 0), at_most)
             else 0 end as powers
    from summed
),
-- The largest weight that nowhere exceeds the rarity nor grows faster than its step.
stepped as (
    select
        yardstick, signal, value, as_suspicious,
        case when step is null or powers = 0 then powers else least(
            powers,
            step * (value - bound + 1),
            step * value + min(powers - step * value) over (
                partition by yardstick, signal order by value
                rows between unbounded preceding and current row)
        ) end as weight
    from rarer
)
select
    stepped.yardstick,
    stepped.signal,
    stepped.value,
    stepped.as_suspicious::integer as as_suspicious,
    round(least(
        stepped.weight,
        of_copy.weight + stores.sessions / $small_store::integer - 1
    ), 3)::decimal(4, 3) as weight
from stepped
left join risk.stores as stores on stores.store = stepped.yardstick
left join stepped as of_copy
    on stores.store is not null
    and of_copy.yardstick is null
    and of_copy.signal = stepped.signal
    and of_copy.value = stepped.value
where stepped.yardstick is not null
   or exists (select 1 from risk.stores where not own_yardstick)
order by stepped.yardstick, stepped.signal, stepped.value;
