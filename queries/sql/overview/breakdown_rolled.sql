-- One row a period, dimension, value of it (null: not recorded) and, of the dimension country, a
-- currency: how many sessions have it, what became of them, and what they were worth. now says whether a
-- row is of the period, or of the one before it. As scanned.sql, for what the roll-ups cover: $spans are
-- the numbers of the whole units that are read, those from $boundary on of the period; $rows bound the
-- sessions beside them, and $row_nows and $row_weights tell what each stretch of those counts for; $whole:
-- neither risk levels nor machines are told apart. A roll-up knows no decisions: the sessions that were
-- decided about are taken out of it and put in where they belong.
with facts as (
    select * exclude (stretch)
    from (
        select
            case
                when session_no < $rows[2] then 1
                when session_no < $rows[4] then 2
                else 3
            end as stretch,
            unnest(($row_nows::boolean[][])[stretch]) as now,
            unnest(($row_weights::integer[][])[stretch]) as weight,
            outcome,
            country,
            currency,
            session_type,
            came_before,
            kept,
            reached_checkout,
            renewals,
            manual_extends,
            lasted_seconds,
            cart_value
        from sessions
        where len($rows) > 0
          and ((session_no >= $rows[1] and session_no < $rows[2])
            or (session_no >= $rows[3] and session_no < $rows[4])
            or (session_no >= $rows[5] and session_no < $rows[6]))
          and ($all_stores or store in $stores)
          and (not $without_machines or not is_machine(session_type))
    )
    union all by name
    select
        session_no >= $since_no as now,
        unnest([outcome_was, outcome]) as outcome,
        unnest([-1, 1]) as weight,
        country,
        currency,
        session_type,
        came_before,
        kept,
        reached_checkout,
        renewals,
        manual_extends,
        lasted_seconds,
        cart_value
    from decided.sessions
    where since <= $as_of
      and until > $as_of
      and session_no >= $first
      and session_no < $after
      and ($all_stores or store in $stores)
      and (not $without_machines or not is_machine(session_type))
),

cells as (
    select
        starts >= $boundary as now,
        dimension,
        value,
        currency,
        case when $shows_open then still_open else 0 end as still_open,
        case when $shows_converted then converted else 0 end as converted,
        case when $shows_expired then expired else 0 end as expired,
        case when $shows_cancelled then cancelled else 0 end as cancelled,
        case when $shows_others then others else 0 end as others,
        case when $shows_converted then priced_converted end as priced_converted,
        value_converted,
        case when $shows_expired then priced_left end as priced_left,
        value_left
    from spans
    where whole = $whole
      and (($all_stores and store is null) or (not $all_stores and store in $stores))
      and span in (select unnest($spans::integer[]))
      and ($all_risks or list_contains($risks::risk_name[], risk))
      and (not $without_machines or not machine)
    union all
    select
        now,
        unnest([
            'risk',
            'country',
            'session_type',
            'came_before',
            'kept',
            'reached_checkout',
            'renewals',
            'manual_extends',
            'lasted_seconds'
        ]::dimension_name[]),
        unnest([
            enum_code(risk)::integer,
            enum_code(country)::integer,
            enum_code(session_type)::integer,
            came_before::integer,
            kept::integer,
            reached_checkout::integer,
            renewals,
            manual_extends,
            duration_bin(lasted_seconds)
        ]),
        unnest([null, currency, null, null, null, null, null, null, null]),
        case when is_open then weight else 0 end,
        case when is_converted then weight else 0 end,
        case when is_expired then weight else 0 end,
        case when is_cancelled then weight else 0 end,
        case when is_other then weight else 0 end,
        case when is_converted and cart_value is not null then weight end,
        case when is_converted then weight * cart_value end,
        case when is_expired and cart_value is not null then weight end,
        case when is_expired then weight * cart_value end
    from facts
    join outcome_kinds using (outcome)
    where $any_outcome or outcome in $outcomes
)

select
    now,
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
    (sum(still_open) + sum(converted) + sum(expired) + sum(cancelled) + sum(others))::bigint
        as sessions,
    sum(still_open)::bigint as still_open,
    (sum(converted) + sum(expired) + sum(cancelled))::bigint as ended,
    sum(converted)::bigint as converted,
    sum(expired)::bigint as expired,
    case when dimension = 'country' and sum(priced_converted) > 0 then
        sum(value_converted)
    end as value_converted,
    case when dimension = 'country' and sum(priced_left) > 0 then
        sum(value_left)
    end as value_left
from cells
group by cells.now, cells.dimension, cells.value, cells.currency
having sum(still_open) + sum(converted) + sum(expired) + sum(cancelled) + sum(others) > 0
