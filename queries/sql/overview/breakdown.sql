-- One row a dimension, a value of it (null: not recorded) and, of the dimension country, a currency:
-- how many sessions have it, what became of them, and what they were worth. Whatever the filters;
-- breakdown_rolled.sql is for some.
with facts as (
    select
        sessions.* exclude (outcome),
        duration_bin(lasted_seconds) as lasted,
        coalesce(moved.outcome, sessions.outcome) as outcome
    from sessions
    left join decided.moved($as_of) as moved using (session_no)
    where sessions.session_no >= $first
      and sessions.session_no < $after
),

cells as (
    select
        case
            when grouping(country) = 0 then 'country'
            when grouping(session_type) = 0 then 'session_type'
            when grouping(came_before) = 0 then 'came_before'
            when grouping(kept) = 0 then 'kept'
            when grouping(reached_checkout) = 0 then 'reached_checkout'
            when grouping(renewals) = 0 then 'renewals'
            when grouping(manual_extends) = 0 then 'manual_extends'
            when grouping(lasted) = 0 then 'lasted_seconds'
            else 'risk'
        end::dimension_name as dimension,
        coalesce(
            enum_code(country)::integer,
            enum_code(session_type)::integer,
            came_before::integer,
            kept::integer,
            reached_checkout::integer,
            renewals,
            manual_extends,
            lasted
        ) as value,
        currency,
        outcome,
        count(*) as sessions,
        case when grouping(country) = 0 then sum(cart_value) end as amount
    from facts
    where ($all_stores or store in $stores)
      and ($any_outcome or outcome in $outcomes)
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
    group by grouping sets (
        (outcome),
        (outcome, country, currency),
        (outcome, session_type),
        (outcome, came_before),
        (outcome, kept),
        (outcome, reached_checkout),
        (outcome, renewals),
        (outcome, manual_extends),
        (outcome, lasted)
    )
),

told as (
    select
        cells.* exclude (value),
        outcome_kinds.* exclude (outcome),
        case when dimension = 'risk' then enum_code(risk)::integer else value end as value
    from cells
    join outcome_kinds using (outcome)
)

select
    dimension::varchar as dimension,
    case dimension
        when 'risk' then enum_range(null::risk_name)[value + 1]
        when 'country' then enum_range(null::country_code)[value + 1]
        when 'session_type' then enum_range(null::session_type_name)[value + 1]
        when 'came_before' then (value = 1)::varchar
        when 'kept' then (value = 1)::varchar
        when 'reached_checkout' then (value = 1)::varchar
        else value::varchar
    end as value,
    currency::varchar as currency,
    sum(sessions)::bigint as sessions,
    coalesce(sum(sessions) filter (where is_open), 0)::bigint as still_open,
    coalesce(sum(sessions) filter (where has_ended), 0)::bigint as ended,
    coalesce(sum(sessions) filter (where is_converted), 0)::bigint as converted,
    coalesce(sum(sessions) filter (where is_expired), 0)::bigint as expired,
    sum(amount) filter (where is_converted) as value_converted,
    sum(amount) filter (where is_expired) as value_left
from told
group by told.dimension, told.value, told.currency
