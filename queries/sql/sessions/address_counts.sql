-- One row an outcome, with the sessions from one to three ranges of addresses that all filters but
-- status and risk leave of it.
select outcome, count(*) as sessions
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
group by outcome
