-- One row a status and set of reasons that has at least a share $alike in common with the reasons
-- given by their bits, of all that either has: how many sessions of one store have both.
select
    reasons,
    status,
    sum(sessions)::bigint as sessions,
    bit_count((reasons & $reasons::ubigint)::bigint)
        / bit_count((reasons | $reasons::ubigint)::bigint) as alike
from score_groups
where store = $store
  and reasons & $reasons::ubigint > 0
  and ($all_stores or store in $stores)
group by reasons, status
having alike >= $alike
