-- One row a signal, of those given with their values, and a weight of less suspicious values than
-- that: the value nearest to it, among those that occur.
with seen as (
    select unnest($signals::varchar[]) as signal, unnest($values::integer[]) as value
)
select
    signal,
    weight::double as weight,
    case when low then min(tails.value) else max(tails.value) end as value
from tails
join measures using (signal)
join seen using (signal)
where yardstick is not distinct from $yardstick
  and case when low then tails.value > seen.value else tails.value < seen.value end
  and ($all_stores or $store in $stores)
group by signal, low, weight
