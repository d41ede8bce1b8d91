-- One row a quarter of a day of all stores, a day, a sixth of a month and a month of each store and of
-- all (null), risk level, whether they came from machines, and value of each dimension, and one for all
-- risk levels, people and machines together, of the sessions from $first up to before $after: whole
-- months.
insert into staged.spans by name
with facts as (
    select
        store,
        time_bucket(interval 6 hours, started_at) as quarter,
        outcome,
        copy.is_machine(session_type) as machine,
        risk,
        country,
        currency,
        session_type,
        came_before,
        kept,
        reached_checkout,
        renewals,
        manual_extends,
        copy.duration_bin(lasted_seconds) as lasted,
        cart_value
    from copy.sessions
    where session_no >= $first
      and session_no < $after
),

of_quarters as materialized (
    select
        store,
        quarter,
        date_trunc('day', quarter) as day,
        copy.sixth_of(quarter) as sixth,
        date_trunc('month', quarter) as month,
        outcome,
        machine,
        case
            when grouping(risk) = 0 then 'risk'
            when grouping(country) = 0 then 'country'
            when grouping(session_type) = 0 then 'session_type'
            when grouping(came_before) = 0 then 'came_before'
            when grouping(kept) = 0 then 'kept'
            when grouping(reached_checkout) = 0 then 'reached_checkout'
            when grouping(renewals) = 0 then 'renewals'
            when grouping(manual_extends) = 0 then 'manual_extends'
            else 'lasted_seconds'
        end::copy.dimension_name as dimension,
        coalesce(
            enum_code(risk)::integer,
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
        count(*) as sessions,
        case when grouping(country) = 0 then count(cart_value) end as priced,
        case when grouping(country) = 0 then sum(cart_value) end as amount
    from facts
    group by grouping sets (
        (store, quarter, outcome, machine, risk),
        (store, quarter, outcome, machine, country, currency),
        (store, quarter, outcome, machine, session_type),
        (store, quarter, outcome, machine, came_before),
        (store, quarter, outcome, machine, kept),
        (store, quarter, outcome, machine, reached_checkout),
        (store, quarter, outcome, machine, renewals),
        (store, quarter, outcome, machine, manual_extends),
        (store, quarter, outcome, machine, lasted)
    )
)

select
    case
        when grouping(quarter) = 0 then 'quarter of a day'
        when grouping(day) = 0 then 'day'
        when grouping(sixth) = 0 then 'sixth of a month'
        else 'month'
    end::copy.span_unit as unit,
    store,
    coalesce(quarter, day, sixth, month) as starts,
    grouping(machine) = 1 as whole,
    kinds.risk,
    machine,
    dimension,
    value,
    currency,
    coalesce(sum(sessions) filter (where is_open), 0) as still_open,
    coalesce(sum(sessions) filter (where is_converted), 0) as converted,
    coalesce(sum(sessions) filter (where is_expired), 0) as expired,
    coalesce(sum(sessions) filter (where is_cancelled), 0) as cancelled,
    coalesce(sum(sessions) filter (where is_other), 0) as others,
    sum(priced) filter (where is_converted) as priced_converted,
    sum(amount) filter (where is_converted) as value_converted,
    sum(priced) filter (where is_expired) as priced_left,
    sum(amount) filter (where is_expired) as value_left
from of_quarters
join copy.outcome_kinds as kinds using (outcome)
group by
    dimension, value, currency,
    grouping sets ((kinds.risk, machine), ()),
    grouping sets (
        (quarter), (store, day), (day), (store, sixth), (sixth), (store, month), (month)
    );
