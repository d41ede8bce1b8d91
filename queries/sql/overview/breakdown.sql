-- One row a dimension, a value of it (null: not recorded) and, of the dimension country, a currency:
-- how many sessions have it, what became of them, and what they were worth.
with facts as (
    select
        outcome,
        country,
        currency,
        session_type,
        came_before,
        kept,
        reached_checkout,
        renewals,
        manual_extends,
        duration_bin(lasted_seconds) as lasted,
        cart_value
    from sessions
    where session_no >= $first
      and session_no < $after
      and ($all_stores or store in $stores)
      and ($any_outcome or outcome in $outcomes)
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
            else 'lasted'
        end as dimension,
        coalesce(
            country::varchar,
            session_type::varchar,
            came_before::varchar,
            kept::varchar,
            reached_checkout::varchar,
            renewals::varchar,
            manual_extends::varchar,
            lasted::varchar
        ) as value,
        currency,
        outcome,
        count(*) as sessions,
        sum(cart_value) as amount
    from facts
    group by grouping sets (
        (outcome, country, currency),
        (outcome, session_type),
        (outcome, came_before),
        (outcome, kept),
        (outcome, reached_checkout),
        (outcome, renewals),
        (outcome, manual_extends),
        (outcome, lasted)
    )
)

select
    dimension,
    value,
    currency::varchar as currency,
    sum(sessions)::bigint as sessions,
    coalesce(sum(sessions) filter (where status::varchar = 'Active'), 0)::bigint as still_open,
    coalesce(sum(sessions) filter (where has_ended(status)), 0)::bigint as ended,
    coalesce(sum(sessions) filter (where status::varchar = 'Converted'), 0)::bigint as converted,
    coalesce(sum(sessions) filter (where status::varchar = 'Expired'), 0)::bigint as expired,
    coalesce(sum(sessions) filter (where needs_look(risk)), 0)::bigint as to_look_at,
    sum(amount) filter (where status::varchar = 'Converted') as value_converted,
    sum(amount) filter (where status::varchar = 'Expired') as value_left
from cells
join outcomes using (outcome)
group by dimension, value, cells.currency
order by dimension, value, currency
