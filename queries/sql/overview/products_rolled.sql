-- One row a product of a store and period: the sessions that reserved it, what became of them, and for
-- how many unit-seconds those that ended held it. now says whether a row is of the period, or of the one
-- before it. Only the $most products that stand highest in the period by sessions, by those left behind
-- and by those bought. As products.sql, for what the roll-ups cover: $spans are the numbers of the whole
-- units that are read, those from $boundary on of the period; $rows bound the sessions beside them, and
-- $row_stretches, $are_now and $weights tell what those count for; $whole: neither risk levels nor
-- machines are told apart. A roll-up knows no decisions: the sessions that were decided about are taken
-- out of it and put in where they belong.
--
-- Most products cannot stand that high, and are counted no further: those that fewer sessions than
-- $least reserved, bought or left behind in the whole units around the period, from the number
-- $cover_first to $cover_last; $least_shares is the same as parts of the sessions that started then,
-- which is looked up where all risk levels are shown and the units are months or longer ($by_shares).
-- Whoever asks sees whether that was too much: then the last of the $most products has fewer.
with effects as (
    select
        unnest($row_stretches::integer[]) as stretch,
        unnest($are_now::boolean[]) as now,
        unnest($weights::integer[]) as weight
),

facts as materialized (
    select now, product_no, outcome, in_cart, unit_seconds, weight
    from (
        select
            session_no,
            session_no >= $since_no as now,
            unnest([outcome_was, outcome]) as outcome,
            unnest([-1, 1]) as weight
        from decided.sessions
        where since <= $as_of
          and until > $as_of
          and session_no >= $first
          and session_no < $after
          and ($all_stores or store in $stores)
          and (not $without_machines or not is_machine(session_type))
    )
    join decided.products using (session_no)
    where $any_outcome or outcome in $outcomes
),

candidates as materialized (
    select product_no
    from product_shares
    where $by_shares
      and span >= $cover_first
      and span <= $cover_last
      and ($all_stores or store in $stores)
      and sessions >= list_min($least_shares::double[])
      and (
          case when $shows_open then still_open else 0 end
          + case when $shows_converted then converted else 0 end
          + case when $shows_expired then expired else 0 end
          + case when $shows_cancelled then cancelled else 0 end
          + case when $shows_others then others else 0 end >= ($least_shares::double[])[1]
          or ($shows_converted and bought >= ($least_shares::double[])[2])
          or ($shows_expired and left_behind >= ($least_shares::double[])[3])
      )
    union all
    select product_no
    from product_spans
    where not $by_shares
      and whole = $whole
      and span >= $cover_first
      and span <= $cover_last
      and ($all_stores or store in $stores)
      and ($all_risks or list_contains($risks::risk_name[], risk))
      and (not $without_machines or not machine)
    group by product_no
    having sum(
        case when $shows_open then still_open else 0 end
        + case when $shows_converted then converted else 0 end
        + case when $shows_expired then expired else 0 end
        + case when $shows_cancelled then cancelled else 0 end
        + case when $shows_others then others else 0 end
    ) >= ($least::double[])[1]
        or ($shows_converted and sum(coalesce(bought, converted)) >= ($least::double[])[2])
        or ($shows_expired and sum(coalesce(left_behind, expired)) >= ($least::double[])[3])
    union all
    -- What was decided may have brought a product more than these units say.
    select product_no
    from facts
    where not $all_risks
),

ends as (
    select
        case
            when session_no < $rows[2] then 1
            when session_no < $rows[4] then 2
            else 3
        end as stretch,
        product_no,
        outcome,
        in_cart,
        count(*) as sessions,
        sum(unit_seconds) as unit_seconds
    from session_products
    semi join candidates using (product_no)
    where len($rows) > 0
      and ((session_no >= $rows[1] and session_no < $rows[2])
        or (session_no >= $rows[3] and session_no < $rows[4])
        or (session_no >= $rows[5] and session_no < $rows[6]))
      and ($any_outcome or outcome in $outcomes)
      and (not $without_machines or not machine)
    group by all
),

held as (
    select
        now,
        product_no,
        outcome,
        in_cart,
        weight * sessions as sessions,
        weight * unit_seconds as unit_seconds
    from ends
    join effects using (stretch)
    union all
    select now, product_no, outcome, in_cart, weight, weight * unit_seconds
    from facts
    semi join candidates using (product_no)
),

spans_read as (
    select
        coalesce(starts >= $boundary, true) as now,
        product_no,
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
    from product_spans
    semi join candidates using (product_no)
    where whole = $whole
      and span in $spans
      and ($all_stores or store in $stores)
      and ($all_risks or list_contains($risks::risk_name[], risk))
      and (not $without_machines or not machine)
),

cells as (
    select *
    from spans_read
    union all by name
    select
        now,
        product_no,
        case when is_open then sessions else 0 end as still_open,
        case when is_converted then sessions else 0 end as converted,
        case when is_expired then sessions else 0 end as expired,
        case when is_cancelled then sessions else 0 end as cancelled,
        case when is_other then sessions else 0 end as others,
        case when in_cart is not null then sessions * (is_converted and in_cart)::integer end
            as bought,
        case when in_cart is not null then sessions * (is_expired and in_cart)::integer end
            as left_behind,
        case when is_converted then unit_seconds end as seconds_converted,
        case when is_expired then unit_seconds end as seconds_expired,
        case when is_cancelled then unit_seconds end as seconds_cancelled,
        case when is_other then unit_seconds end as seconds_others,
        case when is_converted and in_cart is distinct from false then unit_seconds end
            as seconds_sold
    from held
    join outcome_kinds using (outcome)
),

shown as (
    select
        now,
        product_no,
        case when $shows_open then still_open else 0 end as still_open,
        case when $shows_converted then converted else 0 end as converted,
        case when $shows_expired then expired else 0 end as expired,
        case when $shows_cancelled then cancelled else 0 end as cancelled,
        case when $shows_others then others else 0 end as others,
        case when $shows_converted then bought end as bought,
        case when $shows_expired then left_behind end as left_behind,
        case when $shows_converted then coalesce(seconds_converted, 0) else 0 end
        + case when $shows_expired then coalesce(seconds_expired, 0) else 0 end
        + case when $shows_cancelled then coalesce(seconds_cancelled, 0) else 0 end
        + case when $shows_others then coalesce(seconds_others, 0) else 0 end as unit_seconds,
        case when $shows_converted then seconds_sold end as unit_seconds_sold
    from cells
),

counted as (
    select
        now,
        product_no,
        sum(still_open + converted + expired + cancelled + others)::bigint as sessions,
        sum(still_open)::bigint as still_open,
        sum(converted + expired + cancelled)::bigint as ended,
        sum(converted)::bigint as converted,
        sum(expired)::bigint as expired,
        sum(bought)::bigint as bought,
        sum(left_behind)::bigint as left_behind,
        nullif(sum(unit_seconds), 0)::bigint as unit_seconds,
        nullif(sum(unit_seconds_sold), 0)::bigint as unit_seconds_sold
    from shown
    group by now, product_no
    having sum(still_open + converted + expired + cancelled + others) > 0
),

-- A count and a product in one number: the largest are the highest counts, and among equals the
-- first products. The lower 32 bits of its opposite are the product.
tops as (
    select
        max(sessions * 4294967296 - product_no, $most) as by_sessions,
        max(nullif(coalesce(left_behind, expired), 0) * 4294967296 - product_no, $most) as by_left_behind,
        max(nullif(coalesce(bought, converted), 0) * 4294967296 - product_no, $most) as by_bought
    from counted
    where now
),

highest as (
    select distinct
        ((-unnest(list_concat(by_sessions, by_left_behind, by_bought))) & 4294967295)::integer
            as product_no
    from tops
)

select counted.*, products.store::varchar as store, product, title
from counted
join highest using (product_no)
join products using (product_no)
order by sessions desc, product_no
