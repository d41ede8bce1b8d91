-- One row a session of one page of the list that is oldest first, in that order.
select session_no
from sessions
where session_no >= $first
  and session_no < $after
  and ($all_stores or store in $stores)
  and ($any_outcome or outcome in $outcomes)
  and ($currency is null or currency = $currency)
order by session_no
limit $page_rows
offset $skipped
