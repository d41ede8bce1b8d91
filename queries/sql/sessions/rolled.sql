-- One row an outcome, with the sessions in a range of blocks that all filters but status and risk
-- leave of it (none where they are known already); and one row a block, with those that all filters
-- leave.
select outcome, null as block, sum(sessions)::bigint as sessions
from blocks
where $with_outcomes
  and list_order = $list_order
  and block >= $first_block
  and block < $after_block
  and ($all_stores or store in $stores)
  and ($currency is null or currency = $currency)
group by outcome
union all
select null as outcome, block, sum(sessions)::bigint as sessions
from blocks
where list_order = $list_order
  and block >= $first_block
  and block < $after_block
  and ($all_stores or store in $stores)
  and ($currency is null or currency = $currency)
  and ($any_outcome or outcome in $outcomes)
group by block
