-- One row a pair of status and risk level that the data holds, the most frequent first. One small
-- number for both makes counting by them cheap. concern orders by risk, the highest first: the
-- product's levels, then those that no term names, then none at all.
create table copy.outcomes as
select
    (row_number() over (order by count(*) desc, status, risk) - 1)::usmallint as outcome,
    status::copy.status_name as status,
    risk::copy.risk_name as risk,
    coalesce(status = $active, false) as active,
    case
        when risk is null then len($risks) + 1
        else coalesce(len($risks) - list_position($risks, risk), len($risks))
    end::utinyint as concern
from staged.sessions
group by status, risk;
