-- One row a session of one page of those from one to three ranges of addresses, in the list's order.
select session_no
from addresses
left join decided.moved($as_of) as moved using (session_no)
join outcomes on outcomes.outcome = coalesce(moved.outcome, addresses.outcome)
where ip_number between $lowest::uhugeint and $highest::uhugeint
  and (
      ip_number between $from_1::uhugeint and $to_1::uhugeint
      or ip_number between $from_2::uhugeint and $to_2::uhugeint
      or ip_number between $from_3::uhugeint and $to_3::uhugeint
  )
  and session_no >= $first
  and session_no < $after
  and ($all_stores or store in $stores)
  and ($any_outcome or outcomes.outcome in $outcomes)
  and ($currency is null or currency = $currency)
order by
    case when $list_order = 'value' then currency is null end,
    case when $list_order = 'value' then cart_value end desc nulls last,
    case when $list_order = 'items' then item_count end desc nulls last,
    case when $list_order = 'expiring' then active end desc,
    case when $list_order = 'expiring' and active then expires_at end asc nulls last,
    case when $list_order = 'risk' then concern end,
    case when $list_order = 'risk' then score end desc,
    $direction * session_no
limit $page_rows
offset $skipped
