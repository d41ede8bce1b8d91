-- One row an outcome and block, with the sessions in a range of session_no that all filters but
-- status and risk leave of it: what a time range holds of a block that it cuts.
select outcome, session_no // $block_rows as block, count(*) as sessions
from sessions
where session_no >= $first
  and session_no < $after
  and ($all_stores or store in $stores)
  and ($currency is null or currency = $currency)
group by all
