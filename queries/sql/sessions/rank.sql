-- One row: whether the filters show a session, and how many that they show stand before it.
with shown as (
    select session_no, coalesce(moved.outcome, sessions.outcome) as outcome, score
    from sessions
    left join decided.moved($as_of) as moved using (session_no)
    where session_no >= $first
      and session_no < $after
      and ($all_stores or store in $stores)
      and ($any_outcome or coalesce(moved.outcome, sessions.outcome) in $outcomes)
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
),

placed as (
    select session_no, place
    from places
    where list_order = $list_order
      and $list_order != 'risk'
),

concerns as (
    select session_no, (concern, -score, -session_no) as concern
    from shown
    join outcomes using (outcome)
    where $list_order = 'risk'
)

select
    (select count(*) from shown where session_no = $session_no) > 0 as is_shown,
    count(*) as before
from shown
left join placed on $list_order not in ('start', 'risk') and placed.session_no = shown.session_no
left join concerns on $list_order = 'risk' and concerns.session_no = shown.session_no
where ($list_order = 'start' and $direction * shown.session_no < $direction * $session_no)
   or placed.place < (select place from placed where session_no = $session_no)
   or concerns.concern < (select concern from concerns where session_no = $session_no)
