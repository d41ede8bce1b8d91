-- One row an hour, store (null: all of them), currency, risk level, and whether they came from machines,
-- and one for all risk levels, people and machines together, of the sessions from $first up to before
-- $after that converted or expired and tell what their carts were worth.
insert into staged.hour_values by name
with of_stores as materialized (
    select
        store,
        time_bucket(interval 1 hour, started_at) as hour,
        kinds.risk,
        copy.is_machine(session_type) as machine,
        currency,
        count(*) filter (where is_converted) as priced_converted,
        sum(cart_value) filter (where is_converted) as value_converted,
        count(*) filter (where is_expired) as priced_left,
        sum(cart_value) filter (where is_expired) as value_left
    from copy.sessions
    join copy.outcome_kinds as kinds using (outcome)
    where session_no >= $first
      and session_no < $after
      and (is_converted or is_expired)
      and cart_value is not null
    group by all
)
select
    store,
    hour,
    grouping(machine) = 1 as whole,
    risk,
    machine,
    currency,
    sum(priced_converted) as priced_converted,
    sum(value_converted) as value_converted,
    sum(priced_left) as priced_left,
    sum(value_left) as value_left
from of_stores
group by
    hour, currency, grouping sets ((store, risk, machine), (risk, machine), (store), ());
