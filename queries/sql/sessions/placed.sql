-- One row an outcome, with the sessions that all filters but status and risk leave of it; and one
-- row a block of the order, with those that all filters leave. Counted place by place, for an order
-- that the time range cuts anywhere.
with counted as materialized (
    select outcome, place // $block_rows as block, count(*) as sessions
    from places
    where list_order = $list_order
      and session_no >= $first
      and session_no < $after
      and ($all_stores or store in $stores)
      and ($currency is null or currency = $currency)
    group by all
)

select outcome, null as block, sum(sessions)::bigint as sessions
from counted
group by outcome
union all
select null as outcome, block, sum(sessions)::bigint as sessions
from counted
where $any_outcome or outcome in $outcomes
group by block
