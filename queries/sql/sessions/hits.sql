-- One row an outcome with the hits of a search that all filters but status and risk leave of it;
-- then, with a session_no, one row a session of the page, in the list's order. The sessions are
-- read once for both.
with hits as materialized (
    select
        session_no,
        coalesce(moved.outcome, sessions.outcome) as outcome,
        case when $list_order = 'value' then currency is null end as no_currency,
        case when $list_order = 'value' then cart_value end as cart_value,
        case when $list_order = 'items' then item_count end as item_count,
        case when $list_order = 'expiring' then expires_at end as expires_at,
        case when $list_order = 'risk' then score end as score
    from sessions
    left join decided.moved($as_of) as moved using (session_no)
    where (
        (
            $part is not null
            and ($part_low = 0 or token_marks_low & $part_low::ubigint = $part_low::ubigint)
            and ($part_high = 0 or token_marks_high & $part_high::ubigint = $part_high::ubigint)
            and contains(token_lower, $part)
        )
        or (
            $begins is not null
            and ($ends_low = 0 or token_marks_low & $ends_low::ubigint = $ends_low::ubigint)
            and ($ends_high = 0 or token_marks_high & $ends_high::ubigint = $ends_high::ubigint)
            and starts_with(token_lower, $begins)
            and ends_with(token_lower, $finishes)
        )
        or ($any_country and country in $countries)
        or (
            $any_address
            and (
                ip_number between $from_1::uhugeint and $to_1::uhugeint
                or ip_number between $from_2::uhugeint and $to_2::uhugeint
                or ip_number between $from_3::uhugeint and $to_3::uhugeint
            )
        )
    )
      and session_no >= $first
      and session_no < $after
      and ($all_stores or store in $stores)
      and ($currency is null or currency = $currency)
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
        score desc,
        $direction * session_no
    limit $page_rows
    offset $skipped
)

select outcome, count(*) as sessions, null as session_no, null as place
from hits
group by outcome
union all
select null as outcome, null as sessions, session_no, row_number() over () as place
from in_order
order by place
