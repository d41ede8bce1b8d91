-- One row a product of a store: the sessions that reserved it, what became of them, and for how many
-- unit-seconds those that ended held it. Only the $most products that stand highest by sessions, by
-- those left behind and by those bought, and those that are named by $and_products. Whatever the filters;
-- products_rolled.sql is for some.
--
-- To find those that stand highest, the products of all sessions shown are counted; or, $by_shares, only
-- those are looked at that can stand so high: that in one of the units of time around the period, from the
-- number $cover_first to $cover_last, have as large a part of the sessions that started then as
-- $least_shares. Whoever asks sees whether that was too much: then the last of the $most products has
-- fewer.
with facts as (
    select
        sessions.* exclude (outcome),
        coalesce(moved.outcome, sessions.outcome) as outcome
    from sessions
    left join decided.moved($as_of) as moved using (session_no)
    where sessions.session_no >= $first
      and sessions.session_no < $after
),

shown as materialized (
    select session_no, outcome
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
),

named as (
    select is_converted, is_expired, in_cart, dropped
    from product_lists
    join shown using (session_no)
    join outcome_kinds using (outcome)
    where $most > 0
      and not $by_shares
      and session_no >= $first
      and session_no < $after
),

ranked as (
    select
        product_no,
        sum(sessions)::bigint as sessions,
        sum(bought)::bigint as bought,
        sum(left_behind)::bigint as left_behind
    from (
        select
            product_no,
            count(*) as sessions,
            count(*) filter (where is_converted) as bought,
            count(*) filter (where is_expired) as left_behind
        from (select is_converted, is_expired, unnest(in_cart) as product_no from named)
        group by product_no
        union all
        select product_no, count(*), 0, 0
        from (select unnest(dropped) as product_no from named)
        group by product_no
    )
    group by product_no
),

-- What the last of the $most products has.
lasts as (
    select
        list_min(max(sessions, greatest($most, 1))) as sessions,
        list_min(max(nullif(bought, 0), greatest($most, 1))) as bought,
        list_min(max(nullif(left_behind, 0), greatest($most, 1))) as left_behind
    from ranked
),

candidates as materialized (
    select product_no
    from ranked, lasts
    where ranked.sessions >= lasts.sessions
       or ranked.bought >= lasts.bought
       or ranked.left_behind >= lasts.left_behind
    union
    select product_no
    from product_shares
    where $most > 0
      and $by_shares
      and span >= $cover_first
      and span <= $cover_last
      and ($all_stores or store in $stores)
      and (
          sessions >= ($least_shares::double[])[1]
          or bought >= ($least_shares::double[])[2]
          or left_behind >= ($least_shares::double[])[3]
      )
    union
    select unnest($and_products::integer[])
),

-- By product, no others are looked at.
held as (
    select
        product_no,
        is_open,
        has_ended,
        is_converted,
        is_expired,
        in_cart,
        unit_seconds
    from product_sessions
    semi join candidates using (product_no)
    join shown using (session_no)
    join outcome_kinds using (outcome)
    where session_no >= $first
      and session_no < $after
),

counted as (
    select
        product_no,
        count(*) as sessions,
        count(*) filter (where is_open) as still_open,
        count(*) filter (where has_ended) as ended,
        count(*) filter (where is_converted) as converted,
        count(*) filter (where is_expired) as expired,
        case when bool_or(in_cart is not null) and $shows_converted then
            count(*) filter (where is_converted and in_cart)
        end as bought,
        case when bool_or(in_cart is not null) and $shows_expired then
            count(*) filter (where is_expired and in_cart)
        end as left_behind,
        nullif(sum(unit_seconds), 0)::bigint as unit_seconds,
        nullif(
            sum(unit_seconds) filter (where is_converted and in_cart is distinct from false), 0
        )::bigint as unit_seconds_sold
    from held
    group by product_no
),

-- A count and a product in one number: the largest are the highest counts, and among equals the
-- first products. The lower 32 bits of its opposite are the product.
tops as (
    select
        max(sessions * 4294967296 - product_no, greatest($most, 1)) as by_sessions,
        max(
            nullif(coalesce(left_behind, expired), 0) * 4294967296 - product_no, greatest($most, 1)
        ) as by_left_behind,
        max(nullif(coalesce(bought, converted), 0) * 4294967296 - product_no, greatest($most, 1))
            as by_bought
    from counted
    where $most > 0
),

highest as (
    select ((-unnest(list_concat(by_sessions, by_left_behind, by_bought))) & 4294967295)::integer
        as product_no
    from tops
    union
    select unnest($and_products::integer[])
)

select counted.*, products.store::varchar as store, product, title
from counted
join highest using (product_no)
join products using (product_no)
order by sessions desc, product_no
