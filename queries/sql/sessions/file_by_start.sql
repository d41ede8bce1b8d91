-- One row a session that the filters show, from a range of session_no, in the order of their start.
select
    store::varchar as store,
    cart_token,
    session_type::varchar as session_type,
    status::varchar as status,
    risk::varchar as risk,
    country::varchar as country,
    ip,
    currency::varchar as currency,
    cart_value,
    item_count,
    started_at,
    expires_at,
    last_activity_at,
    ended_at,
    cart_updates,
    renewals,
    max_renewals,
    manual_extends,
    visitor_id,
    token_hash,
    user_agent,
    checkout_id,
    order_id,
    updated_at
from sessions
where session_no >= $first
  and session_no < $after
  and ($all_stores or store in $stores)
  and ($any_outcome or outcome in $outcomes)
  and ($currency is null or currency = $currency)
  and (
      not $searching
      or (
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
  )
order by $direction * session_no
