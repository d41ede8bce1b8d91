-- One row a month (UTC), in order, and one of all of the time (starts is null then): what part of all
-- sessions the last of the products that stand highest has, of each ranking; 0 where there are fewer.
select
    starts,
    coalesce(max(sessions), 0) as sessions,
    coalesce(max(bought), 0) as bought,
    coalesce(max(left_behind), 0) as left_behind
from product_tops
where ($all_stores and store is null) or (not $all_stores and store in $stores)
group by starts
order by starts
