-- As moved_rows.sql, where nothing is searched for and no slice is set: it is planned in half the
-- time.
with sessions as (
    select
        *,
        case $list_order
            when 'start' then session_no
            when 'value' then place_value
            when 'items' then place_items
            when 'expiring' then place_expiring
            else place_risk
        end as place,
        place // $block_rows as block_was,
        case when $list_order = 'risk' then block_risk else block_was end as block,
        ($any_outcome or outcome_was in $outcomes)
        and block_was >= $first_block
        and block_was < $after_block as was_here,
        ($any_outcome or outcome in $outcomes)
        and block >= $first_block
        and block < $after_block as is_here
    from decided.sessions
    where since <= $as_of
      and until > $as_of
),

exceptions as materialized (
    select session_no, place, concern_was, concern, score, was_here, is_here
    from sessions
    where session_no >= $first
      and session_no < $after
      and ($all_stores or store in $stores)
      and ($currency is null or currency = $currency)
      and (was_here != is_here or (was_here and $list_order = 'risk'))
),

came as (
    select session_no, place, concern, (10 * score)::integer as tenths, true as came
    from exceptions
    where is_here
    order by
        case when $list_order = 'start' then $direction * session_no end,
        case when $list_order = 'risk' then concern end,
        case when $list_order = 'risk' then score end desc,
        case when $list_order = 'risk' then session_no end desc,
        place
    limit $most
)

from came
union all
select session_no, place, concern_was, (10 * score)::integer, false
from exceptions
where was_here
