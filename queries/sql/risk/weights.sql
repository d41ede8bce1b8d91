-- One row a signal, of those given with their values, whose value weighs something: what it weighs,
-- and how many sessions of the yardstick (null: the whole copy) have it or a more suspicious one.
select signal, weight::double as weight, as_suspicious
from tails
join (select unnest($signals::varchar[]) as signal, unnest($values::integer[]) as value) as seen
    using (signal, value)
where yardstick is not distinct from $yardstick
  and weight > 0
  and ($all_stores or $store in $stores)
