-- As moved.sql, where only addresses are searched for and no slice is set: it is planned in half the
-- time.
select outcome_was, outcome, count(*) as sessions
from decided.sessions
where since <= $as_of
  and until > $as_of
  and session_no >= $first
  and session_no < $after
  and ($all_stores or store in $stores)
  and ($currency is null or currency = $currency)
  and (
      ip_number between $from_1::uhugeint and $to_1::uhugeint
      or ip_number between $from_2::uhugeint and $to_2::uhugeint
      or ip_number between $from_3::uhugeint and $to_3::uhugeint
  )
group by outcome_was, outcome
