-- One row an hour, store (null: all of them), outcome, currency and whether they came from machines, and
-- one for all risk levels, people and machines together, of the sessions from $first up to before $after
-- that converted or expired and tell what their carts were worth.
insert into staged.hour_values by name
with of_stores as materialized (
    select
        store,
        time_bucket(interval 1 hour, started_at) as hour,
        outcome,
        of_status,
        copy.is_machine(session_type) as machine,
        currency,
        count(cart_value) as priced,
        sum(cart_value) as amount
    from copy.sessions
    join copy.outcome_kinds using (outcome)
    where session_no >= $first
      and session_no < $after
      and (is_converted or is_expired)
      and cart_value is not null
    group by all
)
select
    store,
    hour,
    coalesce(outcome, of_status) as outcome,
    grouping(machine) = 1 as whole,
    machine,
    currency,
    sum(priced) as priced,
    sum(amount) as amount
from of_stores
group by grouping sets (
    (store, hour, outcome, machine, currency),
    (hour, outcome, machine, currency),
    (store, hour, of_status, currency),
    (hour, of_status, currency)
);
