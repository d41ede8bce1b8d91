-- One row a product of a store: the sessions that reserved it, what became of them, and for how many
-- unit-seconds those that ended held it. Only the $most products that stand highest by sessions, by
-- those left behind and by those bought, and those that are named by $and_products. Whole months and
-- sixths of them are read where they are rolled up, if that covers the filters ($rolled), and sessions
-- everywhere else. A roll-up knows no decisions: the sessions that were decided about are taken out of
-- it and put in where they belong.
with facts as (
    select
        sessions.* exclude (outcome),
        coalesce(moved.outcome, sessions.outcome) as outcome,
        1 as weight
    from sessions
    left join decided.moved($as_of) as moved using (session_no)
    where (sessions.session_no >= $first and sessions.session_no < $head)
       or (sessions.session_no >= $tail and sessions.session_no < $after)
    union all
    select
        sessions.* exclude (outcome),
        unnest([sessions.outcome, moved.outcome]) as outcome,
        unnest([-1, 1]) as weight
    from sessions
    join decided.moved($as_of) as moved using (session_no)
    where $rolled
      and $any_decided
      and sessions.session_no >= $head
      and sessions.session_no < $tail
),

shown as materialized (
    select session_no, outcome, weight
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

spans_read as not materialized (
    -- One piece each: bounds that are tied by "or" make DuckDB read the whole table.
    select *
    from product_spans
    where $ever and monthly is null
    union all
    select *
    from product_spans
    where not $ever and not monthly and starts >= $first_sixth and starts < $first_month
    union all
    select *
    from product_spans
    where not $ever and monthly and starts >= $first_month and starts < $after_month
    union all
    select *
    from product_spans
    where not $ever and not monthly and starts >= $after_month and starts < $after_sixth
),

rolled as not materialized (
    select *
    from spans_read
    where $rolled
      and ($all_stores or store in $stores)
      and (
          $any_outcome
          or list_contains($risks::risk_name[], risk)
          or ($riskless and risk is null)
      )
      and (not $without_machines or not machine)
),

held as not materialized (
    select
        product_no,
        needs_look as to_look_at,
        case when is_open then weight else 0 end as still_open,
        case when is_converted then weight else 0 end as converted,
        case when is_expired then weight else 0 end as expired,
        case when is_cancelled then weight else 0 end as cancelled,
        case when is_other then weight else 0 end as others,
        case when in_cart is not null then weight * (is_converted and in_cart)::integer end
            as bought,
        case when in_cart is not null then weight * (is_expired and in_cart)::integer end
            as left_behind,
        case when is_converted then weight * unit_seconds end as seconds_converted,
        case when is_expired then weight * unit_seconds end as seconds_expired,
        case when is_cancelled then weight * unit_seconds end as seconds_cancelled,
        case when is_other then weight * unit_seconds end as seconds_others,
        case when is_converted and in_cart is distinct from false then weight * unit_seconds end
            as seconds_sold
    from product_sessions as held
    join shown using (session_no)
    join outcome_kinds using (outcome)
    where ($any_decided and session_no >= $first and session_no < $after)
       or (session_no >= $first and session_no < $head)
       or (session_no >= $tail and session_no < $after)
),

ranked as (
    select
        product_no,
        sum(
            case when $shows_open then still_open else 0 end
            + case when $shows_converted then converted else 0 end
            + case when $shows_expired then expired else 0 end
            + case when $shows_cancelled then cancelled else 0 end
            + case when $shows_others then others else 0 end
        )::bigint as sessions,
        (sum(coalesce(bought, converted)) filter (where $shows_converted))::bigint as bought,
        (sum(coalesce(left_behind, expired)) filter (where $shows_expired))::bigint as left_behind
    from (
        select product_no, still_open, converted, expired, cancelled, others, bought, left_behind
        from rolled
        where $most > 0
        union all
        select product_no, still_open, converted, expired, cancelled, others, bought, left_behind
        from held
        where $most > 0
    )
    group by product_no
    having sum(still_open + converted + expired + cancelled + others) > 0
),

-- A count and a product in one number: the largest are the highest counts, and among equals the
-- first products. The lower 32 bits of its opposite are the product.
tops as (
    select
        max(sessions * 4294967296 - product_no, greatest($most, 1)) as by_sessions,
        max(left_behind * 4294967296 - product_no, greatest($most, 1)) as by_left_behind,
        max(bought * 4294967296 - product_no, greatest($most, 1)) as by_bought
    from ranked
),

highest as materialized (
    select ((-unnest(list_concat(by_sessions, by_left_behind, by_bought))) & 4294967295)::integer
        as product_no
    from tops
    union
    select unnest($and_products::integer[])
),

cells as (
    select
        product_no,
        needs_look(risk) as to_look_at,
        still_open,
        converted,
        expired,
        cancelled,
        others,
        bought,
        left_behind,
        seconds_converted,
        seconds_expired,
        seconds_cancelled,
        seconds_others,
        seconds_sold
    from rolled
    semi join highest using (product_no)
    union all
    select *
    from held
    semi join highest using (product_no)
),

added as (
    select
        product_no,
        to_look_at,
        coalesce(sum(still_open) filter (where $shows_open), 0)::bigint as still_open,
        coalesce(sum(converted) filter (where $shows_converted), 0)::bigint as converted,
        coalesce(sum(expired) filter (where $shows_expired), 0)::bigint as expired,
        coalesce(sum(cancelled) filter (where $shows_cancelled), 0)::bigint as cancelled,
        coalesce(sum(others) filter (where $shows_others), 0)::bigint as others,
        (sum(bought) filter (where $shows_converted))::bigint as bought,
        (sum(left_behind) filter (where $shows_expired))::bigint as left_behind,
        list_sum([
            sum(seconds_converted) filter (where $shows_converted),
            sum(seconds_expired) filter (where $shows_expired),
            sum(seconds_cancelled) filter (where $shows_cancelled),
            sum(seconds_others) filter (where $shows_others)
        ]) as seconds,
        sum(seconds_sold) filter (where $shows_converted) as seconds_sold
    from cells
    group by product_no, to_look_at
),

counted as (
    select
        product_no,
        sum(still_open + converted + expired + cancelled + others)::bigint as sessions,
        sum(still_open)::bigint as still_open,
        sum(converted + expired + cancelled)::bigint as ended,
        sum(converted)::bigint as converted,
        sum(expired)::bigint as expired,
        coalesce(
            sum(still_open + converted + expired + cancelled + others) filter (where to_look_at), 0
        )::bigint as to_look_at,
        sum(bought)::bigint as bought,
        sum(left_behind)::bigint as left_behind,
        nullif(sum(seconds), 0)::bigint as unit_seconds,
        sum(seconds_sold)::bigint as unit_seconds_sold
    from added
    group by product_no
    having sum(still_open + converted + expired + cancelled + others) > 0
)

select counted.*, products.store::varchar as store, product, title
from counted
join products using (product_no)
order by sessions desc, product_no
