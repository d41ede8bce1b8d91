-- One row a product of a store: the sessions that reserved it, what became of them, and for how many
-- unit-seconds those that ended held it. Only the $most products that stand highest by sessions, by
-- expired and by converted ones, and those that are named by $product_nos.
with shown as (
    select session_no, outcome
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

held as (
    select
        product_no,
        outcome,
        count(*) as sessions,
        count(*) filter (where in_cart) as in_cart,
        sum(unit_seconds) as unit_seconds
    from product_sessions
    join shown using (session_no)
    where session_no >= $first
      and session_no < $after
    group by all
),

counted as (
    select
        product_no,
        sum(sessions)::bigint as sessions,
        coalesce(sum(sessions) filter (where status::varchar = 'Active'), 0)::bigint as still_open,
        coalesce(sum(sessions) filter (where has_ended(status)), 0)::bigint as ended,
        coalesce(sum(sessions) filter (where status::varchar = 'Converted'), 0)::bigint as converted,
        coalesce(sum(sessions) filter (where status::varchar = 'Expired'), 0)::bigint as expired,
        coalesce(sum(sessions) filter (where needs_look(risk)), 0)::bigint as to_look_at,
        sum(unit_seconds)::bigint as unit_seconds,
        (sum(unit_seconds) filter (where status::varchar = 'Converted'))::bigint as unit_seconds_sold
    from held
    join outcomes using (outcome)
    group by product_no
),

ranked as (
    select
        *,
        row_number() over (order by sessions desc, product_no) as by_sessions,
        row_number() over (order by expired desc, product_no) as by_expired,
        row_number() over (order by converted desc, product_no) as by_converted
    from counted
)

select ranked.*, products.store::varchar as store, product, title
from ranked
join products using (product_no)
where least(by_sessions, by_expired, by_converted) <= $most
   or product_no in (select unnest($product_nos::integer[]))
order by by_sessions
