-- One row an outcome with the sessions that all filters but status and risk leave of it; then, with
-- a block, one row a block of the order that holds a part of the page, and the sessions shown that
-- stand before it. Counted place by place, for an order that the time range cuts anywhere.
with counted as materialized (
    select place // $block_rows as block, outcome, count(*) as sessions
    from places
    where list_order = $list_order
      and session_no >= $first
      and session_no < $after
      and ($all_stores or store in $stores)
      and ($currency is null or currency = $currency)
    group by all
),

shown as (
    select block, sum(sessions) as sessions
    from counted
    where $any_outcome or outcome in $outcomes
    group by block
),

running as (
    select block, sessions, sum(sessions) over (order by block) - sessions as before
    from shown
),

page as (
    -- A page beyond the end is the last one.
    select least($skipped, greatest(sum(sessions) - 1, 0) // $page_rows * $page_rows) as skipped
    from shown
)

select outcome, null as block, sum(sessions)::bigint as sessions
from counted
group by outcome
union all
select null as outcome, block, before::bigint as sessions
from running, page
where before < page.skipped + $page_rows and before + sessions > page.skipped
