-- One row a pair of outcomes: how many of the sessions that all filters but status and risk leave
-- were moved by decisions from the first to the second.
select outcome_was, outcome, count(*) as sessions
from decided.sessions
where since <= $as_of
  and until > $as_of
  and session_no >= $first
  and session_no < $after
  and ($all_stores or store in $stores)
  and ($currency is null or currency = $currency)
  and ($any_land or country is not distinct from $land)
  and ($any_type or session_type in $types or ($typeless and session_type is null))
  and ($any_visitor or came_before is not distinct from $came_before)
  and ($any_kept or kept is not distinct from $kept)
  and ($any_checkout or reached_checkout is not distinct from $checkout)
  and ($any_renewals or coalesce(renewals, -1) >= $renewals_low)
  and ($any_renewals or coalesce(renewals, -1) < $renewals_after)
  and ($any_extends or coalesce(manual_extends, -1) >= $extends_low)
  and ($any_extends or coalesce(manual_extends, -1) < $extends_after)
  and ($any_lasted or coalesce(lasted_seconds, -1) >= $lasted_low)
  and ($any_lasted or coalesce(lasted_seconds, -1) < $lasted_after)
  and ($any_moment or session_no in (
      select unnest(range(quarters.first, quarters.after))
      from quarters
      where not $any_moment
        and ($weekday is null or isodow(timezone($zone, timezone('UTC', quarter))) = $weekday)
        and ($hour is null or hour(timezone($zone, timezone('UTC', quarter))) = $hour)
  ))
  and ($any_product or session_no in (
      select session_no
      from product_sessions
      where product_no between $first_product and $last_product
        and (not $in_cart or in_cart)
  ))
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
group by outcome_was, outcome
