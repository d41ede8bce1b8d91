-- One row a month (UTC), or all of the time (starts is null then), and store (null: all of them): what
-- the $most-th highest of its copy.product_shares is, of each ranking; null where there are fewer.
create table copy.product_tops as
select
    starts,
    store,
    max(sessions, $most)[$most] as sessions,
    max(bought, $most)[$most] as bought,
    max(left_behind, $most)[$most] as left_behind
from copy.product_shares
group by grouping sets ((starts, store), (starts))
order by starts, store;
