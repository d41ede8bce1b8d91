-- One row: how many sessions of one store bought, how many of those show all of the reasons that
-- are given by their bits, and how many show the strongest of them, whatever else they show.
select
    coalesce(sum(sessions), 0)::bigint as bought,
    coalesce(sum(sessions) filter (where reasons & $reasons::ubigint = $reasons::ubigint), 0)::bigint
        as caught,
    coalesce(sum(sessions) filter (where reasons & $strongest::ubigint > 0), 0)::bigint
        as caught_by_strongest
from score_groups
where store = $store
  and status = $bought
  and ($all_stores or store in $stores)
