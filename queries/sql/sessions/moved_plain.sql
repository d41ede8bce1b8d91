-- As moved.sql, where nothing is searched for and no slice is set: it is planned in half the time.
select outcome_was, outcome, block_was, block, count(*) as sessions
from (
    select
        *,
        case $list_order
            when 'start' then session_no
            when 'value' then place_value
            when 'items' then place_items
            when 'expiring' then place_expiring
            else place_risk
        end // $block_rows as block_was,
        case when $list_order = 'risk' then block_risk else block_was end as block
    from decided.sessions
    where since <= $as_of
      and until > $as_of
) as sessions
where session_no >= $first
  and session_no < $after
  and ($all_stores or store in $stores)
  and ($currency is null or currency = $currency)
group by all
