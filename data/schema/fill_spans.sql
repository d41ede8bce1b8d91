-- One row a day and one a month, store (null: all of them), outcome, whether they came from machines,
-- and value of each dimension, of the sessions from $first up to before $after: whole months.
insert into copy.spans by name
with facts as (
    select
        store,
        date_trunc('day', started_at) as day,
        outcome,
        copy.is_machine(session_type) as machine,
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

of_days as materialized (
    select
        store,
        day,
        date_trunc('month', day) as month,
        outcome,
        machine,
        case
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
        (store, day, outcome, machine, country, currency),
        (store, day, outcome, machine, session_type),
        (store, day, outcome, machine, came_before),
        (store, day, outcome, machine, kept),
        (store, day, outcome, machine, reached_checkout),
        (store, day, outcome, machine, renewals),
        (store, day, outcome, machine, manual_extends),
        (store, day, outcome, machine, lasted)
    )
)

select
    grouping(month) = 0 as monthly,
    store,
    coalesce(month, day) as starts,
    outcome,
    machine,
    dimension,
    value,
    currency,
    sum(sessions) as sessions,
    sum(priced) as priced,
    sum(amount) as amount
from of_days
group by
    outcome, machine, dimension, value, currency,
    grouping sets ((store, day), (day), (store, month), (month))
order by monthly, store nulls first, starts, dimension;
