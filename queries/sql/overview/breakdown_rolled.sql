-- One row a period, dimension, value of it (null: not recorded) and, of the dimension country, a
-- currency: how many sessions have it, what became of them, and what they were worth. now says whether a
-- row is of the period, or of the one before it. As breakdown.sql, for what the roll-ups cover: $spans are
-- the numbers of the whole units that are read, those from $boundary on of the period; $rows bound the
-- sessions beside them, and $row_stretches, $are_now and $weights tell what those count for; $whole:
-- neither risk levels nor machines are told apart. A roll-up knows no decisions: the sessions that were
-- decided about are taken out of it and put in where they belong.
with effects as (
    select
        unnest($row_stretches::integer[]) as stretch,
        unnest($are_now::boolean[]) as now,
        unnest($weights::integer[]) as weight
),

facts as (
    select * exclude (stretch)
    from (
        select
            case
                when session_no < $rows[2] then 1
                when session_no < $rows[4] then 2
                else 3
            end as stretch,
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
    join effects using (stretch)
    where $any_outcome or outcome in $outcomes
    union all by name
    select *
    from (
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
    )
    where $any_outcome or outcome in $outcomes
),

cells as (
    select starts >= $boundary as now, dimension, value, currency, outcome, sessions, priced, amount
    from spans
    where whole = $whole
      and (($all_stores and store is null) or (not $all_stores and store in $stores))
      and span in (select unnest($spans::integer[]))
      and ($any_outcome or outcome in $outcomes)
      and (not $without_machines or not machine)
    union all
    select
        now,
        unnest([
            'country',
            'session_type',
            'came_before',
            'kept',
            'reached_checkout',
            'renewals',
            'manual_extends',
            'lasted_seconds'
        ]::dimension_name[]) as dimension,
        unnest([
            enum_code(country)::integer,
            enum_code(session_type)::integer,
            came_before::integer,
            kept::integer,
            reached_checkout::integer,
            renewals,
            manual_extends,
            duration_bin(lasted_seconds)
        ]) as value,
        unnest([currency, null, null, null, null, null, null, null]) as currency,
        outcome,
        weight as sessions,
        unnest([
            case when cart_value is not null then weight end, null, null, null, null, null, null, null
        ]) as priced,
        unnest([weight * cart_value, null, null, null, null, null, null, null]) as amount
    from facts
),

added as (
    select
        now,
        dimension,
        value,
        currency,
        of_status as outcome,
        sum(sessions) as sessions,
        case when sum(priced) > 0 then sum(amount) end as amount
    from cells
    join outcome_kinds using (outcome)
    group by all
    having sum(cells.sessions) > 0
)

select
    now,
    dimension::varchar as dimension,
    case dimension
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
from added
join outcome_kinds using (outcome)
group by added.now, added.dimension, added.value, added.currency
