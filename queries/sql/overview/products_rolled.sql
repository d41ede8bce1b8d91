-- One row a product of a store and period: the sessions that reserved it, what became of them, and for
-- how many unit-seconds those that ended held it. now says whether a row is of the period, or of the one
-- before it. Only the $most products that stand highest in the period by sessions, by those left behind
-- and by those bought. As products.sql, for what the roll-ups cover: $spans are the numbers of the whole
-- units that are read, those from $boundary on of the period; $rows bound the sessions beside them, and
-- $row_nows and $row_weights tell what each stretch of those counts for; $whole: neither risk levels nor
-- machines are told apart. A roll-up knows no decisions: the sessions that were decided about are taken
-- out of it and put in where they belong.
--
-- Most products cannot stand that high, and are counted no further: those that nowhere in the whole units
-- around the period, from the number $cover_first to $cover_last, have as many sessions that reserved,
-- bought or left them behind as $least; or, where all risk levels are shown and the units are months or
-- longer ($by_shares), as large a part of the sessions that started then as $least_shares. Whoever asks
-- sees whether that was too much: then the last of the $most products has fewer.
with facts as materialized (
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
      and (
          case when $shows_open then still_open else 0 end
          + case when $shows_converted then converted else 0 end
          + case when $shows_expired then expired else 0 end
          + case when $shows_cancelled then cancelled else 0 end
          + case when $shows_others then others else 0 end >= ($least::double[])[1]
          or ($shows_converted and coalesce(bought, converted) >= ($least::double[])[2])
          or ($shows_expired and coalesce(left_behind, expired) >= ($least::double[])[3])
      )
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
        unnest(($row_nows::boolean[][])[stretch]) as now,
        product_no,
        outcome,
        in_cart,
        unnest(($row_weights::integer[][])[stretch]) as weight,
        weight * sessions as sessions,
        weight * unit_seconds as unit_seconds
    from ends
    union all
    select now, product_no, outcome, in_cart, weight, weight, weight * unit_seconds
    from facts
    semi join candidates using (product_no)
),

cells as (
    select
        now,
        product_no,
        sessions,
        case when is_open then sessions else 0 end as still_open,
        case when has_ended then sessions else 0 end as ended,
        case when is_converted then sessions else 0 end as converted,
        case when is_expired then sessions else 0 end as expired,
        case when in_cart is not null then sessions * (is_converted and in_cart)::integer end
            as bought,
        case when in_cart is not null then sessions * (is_expired and in_cart)::integer end
            as left_behind,
        unit_seconds,
        case when is_converted and in_cart is distinct from false then unit_seconds end
            as unit_seconds_sold
    from held
    join outcome_kinds using (outcome)
    union all
    select
        coalesce(starts >= $boundary, true),
        product_no,
        case when $shows_open then still_open else 0 end
        + case when $shows_converted then converted else 0 end
        + case when $shows_expired then expired else 0 end
        + case when $shows_cancelled then cancelled else 0 end
        + case when $shows_others then others else 0 end,
        case when $shows_open then still_open else 0 end,
        case when $shows_converted then converted else 0 end
        + case when $shows_expired then expired else 0 end
        + case when $shows_cancelled then cancelled else 0 end,
        case when $shows_converted then converted else 0 end,
        case when $shows_expired then expired else 0 end,
        bought,
        left_behind,
        case when $shows_converted then coalesce(seconds_converted, 0) else 0 end
        + case when $shows_expired then coalesce(seconds_expired, 0) else 0 end
        + case when $shows_cancelled then coalesce(seconds_cancelled, 0) else 0 end,
        case when $shows_converted then seconds_sold end
    from product_spans
    semi join candidates using (product_no)
    where whole = $whole
      and len($spans) > 0
      and span in (select unnest($spans::integer[]))
      and ($all_stores or store in $stores)
      and ($all_risks or list_contains($risks::risk_name[], risk))
      and (not $without_machines or not machine)
),

counted as (
    select
        now,
        product_no,
        sum(sessions)::bigint as sessions,
        sum(still_open)::bigint as still_open,
        sum(ended)::bigint as ended,
        sum(converted)::bigint as converted,
        sum(expired)::bigint as expired,
        case when $shows_converted then sum(bought)::bigint end as bought,
        case when $shows_expired then sum(left_behind)::bigint end as left_behind,
        nullif(sum(unit_seconds), 0)::bigint as unit_seconds,
        nullif(sum(unit_seconds_sold), 0)::bigint as unit_seconds_sold
    from cells
    group by now, product_no
    having sum(cells.sessions) > 0
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
