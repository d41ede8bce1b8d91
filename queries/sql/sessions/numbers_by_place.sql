-- One row a session of one page of the list in an order that has places, in that order.
select session_no, place, outcome, (10 * score)::integer as tenths
from places
where list_order = $list_order
  and place >= $first_place
  and place < $after_place
  and session_no >= $first
  and session_no < $after
  and ($all_stores or store in $stores)
  and ($any_outcome or outcome in $outcomes)
  and ($currency is null or currency = $currency)
order by place
limit $page_rows
offset $skipped
