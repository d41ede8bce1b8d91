-- One row an outcome with the hits of a search that all filters but status and risk leave of it;
-- then, with a session_no, one row a session of the page, in the list's order. Hits are one to three
-- ranges of addresses.
with hits as materialized (
    select
        session_no,
        outcome,
        case when $list_order = 'value' then currency is null end as no_currency,
        case when $list_order = 'value' then cart_value end as cart_value,
        case when $list_order = 'items' then item_count end as item_count,
        case when $list_order = 'expiring' then expires_at end as expires_at
    from addresses
    where ip_number between $lowest::uhugeint and $highest::uhugeint
      and (
        ip_number between $from_1::uhugeint and $to_1::uhugeint
        or ip_number between $from_2::uhugeint and $to_2::uhugeint
        or ip_number between $from_3::uhugeint and $to_3::uhugeint
      )
      and session_no >= $first
      and session_no < $after
      and ($all_stores or store in $stores)
      and ($currency is null or currency = $currency)
),

counted as (
    select outcome, count(*) as sessions
    from hits
    group by outcome
),

in_order as (
    select session_no
    from hits
    join outcomes using (outcome)
    where $any_outcome or outcome in $outcomes
    order by
        no_currency,
        cart_value desc nulls last,
        item_count desc nulls last,
        case when $list_order = 'expiring' then active end desc,
        case when active then expires_at end asc nulls last,
        case when $list_order = 'risk' then concern end,
        $direction * session_no
    limit $page_rows
    -- A page beyond the end is the last one.
    offset least(
        $skipped,
        (
            select greatest(sum(sessions) - 1, 0)::bigint // $page_rows * $page_rows
            from counted
            where $any_outcome or outcome in $outcomes
        )
    )
)

select outcome, sessions, null as session_no, null as place
from counted
union all
select null as outcome, null as sessions, session_no, row_number() over () as place
from in_order
order by place
