-- One row a session of one page of those from one to three ranges of addresses, newest first.
select session_no
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
  and ($any_outcome or outcome in $outcomes)
  and ($currency is null or currency = $currency)
order by session_no desc
limit $page_rows
offset $skipped
