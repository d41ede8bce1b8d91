-- One row a sixth of a month and one a month, product, risk level, and whether they came from machines,
-- and one for all of these together, of the sessions from $first up to before $after: whole months.
insert into staged.product_spans by name
with of_sixths as materialized (
    select
        store,
        copy.sixth_of(started_at) as sixth,
        date_trunc('month', started_at) as month,
        product_no,
        kinds.risk,
        held.machine,
        count(*) filter (where is_open) as still_open,
        count(*) filter (where is_converted) as converted,
        count(*) filter (where is_expired) as expired,
        count(*) filter (where is_cancelled) as cancelled,
        count(*) filter (where is_other) as others,
        case when bool_or(in_cart is not null) then
            count(*) filter (where is_converted and in_cart)
        end as bought,
        case when bool_or(in_cart is not null) then
            count(*) filter (where is_expired and in_cart)
        end as left_behind,
        sum(unit_seconds) filter (where is_converted) as seconds_converted,
        sum(unit_seconds) filter (where is_expired) as seconds_expired,
        sum(unit_seconds) filter (where is_cancelled) as seconds_cancelled,
        sum(unit_seconds) filter (where is_converted and in_cart is distinct from false)
            as seconds_sold
    from copy.session_products as held
    join copy.sessions as sessions on sessions.session_no = held.session_no
    join copy.outcome_kinds as kinds on kinds.outcome = held.outcome
    where held.session_no >= $first
      and held.session_no < $after
      and sessions.session_no >= $first
      and sessions.session_no < $after
    group by all
)

select
    case when grouping(sixth) = 0 then 'sixth of a month' else 'month' end::copy.span_unit as unit,
    coalesce(sixth, month) as starts,
    store,
    product_no,
    grouping(machine) = 1 as whole,
    risk,
    machine,
    sum(still_open) as still_open,
    sum(converted) as converted,
    sum(expired) as expired,
    sum(cancelled) as cancelled,
    sum(others) as others,
    sum(bought) as bought,
    sum(left_behind) as left_behind,
    sum(seconds_converted) as seconds_converted,
    sum(seconds_expired) as seconds_expired,
    sum(seconds_cancelled) as seconds_cancelled,
    sum(seconds_sold) as seconds_sold
from of_sixths
group by
    store, product_no,
    grouping sets ((sixth, risk, machine), (month, risk, machine), (sixth), (month));
