-- One row a pair of outcomes and a pair of blocks of the order: as moved.sql, where nothing is
-- searched for and no slice is set. The blocks are null where the list reads the same in them as if
-- nobody had decided.
select outcome_was, outcome, count(*) as sessions, block_was, block
from (
    select
        * exclude (block_risk),
        case $list_order
            when 'start' then session_no
            when 'value' then place_value
            when 'items' then place_items
            when 'expiring' then place_expiring
            else place_risk
        end // $block_rows as block_before,
        $list_order = 'risk'
        or (not $any_outcome and (outcome_was in $outcomes) != (outcome in $outcomes)) as matters,
        case when matters then block_before end as block_was,
        case when matters and $list_order = 'risk' then block_risk else block_was end as block
    from decided.sessions
    where since <= $as_of
      and until > $as_of
) as sessions
where session_no >= $first
  and session_no < $after
  and ($all_stores or store in $stores)
  and ($currency is null or currency = $currency)
group by all
