-- One row a session of one page of the hits of a search, the newest first.
select session_no
from sessions
where (
    (
        $part is not null
        and ($part_low = 0 or token_marks_low & $part_low::ubigint = $part_low::ubigint)
        and ($part_high = 0 or token_marks_high & $part_high::ubigint = $part_high::ubigint)
        and contains(token_lower, $part)
    )
    or (
        $begins is not null
        and ($ends_low = 0 or token_marks_low & $ends_low::ubigint = $ends_low::ubigint)
        and ($ends_high = 0 or token_marks_high & $ends_high::ubigint = $ends_high::ubigint)
        and starts_with(token_lower, $begins)
        and ends_with(token_lower, $finishes)
    )
    or ($any_country and country in $countries)
    or (
        $any_address
        and (
            ip_number between $from_1::uhugeint and $to_1::uhugeint
            or ip_number between $from_2::uhugeint and $to_2::uhugeint
            or ip_number between $from_3::uhugeint and $to_3::uhugeint
        )
    )
)
  and session_no >= $first
  and session_no < $after
  and ($all_stores or store in $stores)
  and ($currency is null or currency = $currency)
  and ($any_outcome or outcome in $outcomes)
order by session_no desc
limit $page_rows
offset $skipped
