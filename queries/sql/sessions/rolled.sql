-- One row an outcome with the sessions that all filters but status and risk leave of it; then, with
-- a block, one row a block of the order that holds a part of the page, and the sessions shown that
-- stand before it. Added up from whole blocks; where a time range cuts through a block, at either
-- end, the rest of it is counted from the sessions themselves.
with counted as materialized (
    select block, outcome, sum(sessions) as sessions
    from blocks
    where list_order = $list_order
      and block >= $first_block
      and block < $after_block
      and ($all_stores or store in $stores)
      and ($currency is null or currency = $currency)
    group by all
    union all
    select session_no // $block_rows as block, outcome, count(*) as sessions
    from sessions
    where session_no >= $head_first
      and session_no < $head_after
      and ($all_stores or store in $stores)
      and ($currency is null or currency = $currency)
    group by all
    union all
    select session_no // $block_rows as block, outcome, count(*) as sessions
    from sessions
    where session_no >= $tail_first
      and session_no < $tail_after
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
    select block, sessions, sum(sessions) over (order by $direction * block) - sessions as before
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
