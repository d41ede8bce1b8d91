-- One row: what part of all sessions the last of the products that stand highest has, of each ranking,
-- in the $months, or where none are given, in all of the time.
select avg(sessions) as sessions, avg(bought) as bought, avg(left_behind) as left_behind
from (
    select
        starts,
        coalesce(max(sessions), 0) as sessions,
        coalesce(max(bought), 0) as bought,
        coalesce(max(left_behind), 0) as left_behind
    from product_tops
    where case when len($months) = 0 then starts is null else list_contains($months, starts) end
      and (($all_stores and store is null) or (not $all_stores and store in $stores))
    group by starts
)
