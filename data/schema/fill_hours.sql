-- One row an hour, store (null: all of them), outcome, currency and whether they came from machines,
-- of the sessions from $first up to before $after.
insert into copy.hours by name
with of_stores as materialized (
    select
        store,
        time_bucket(interval 1 hour, started_at) as hour,
        outcome,
        copy.is_machine(session_type) as machine,
        currency,
        count(*) as sessions,
        count(cart_value) as priced,
        sum(cart_value) as amount
    from copy.sessions
    where session_no >= $first
      and session_no < $after
    group by all
)
select
    store,
    hour,
    outcome,
    machine,
    currency,
    sum(sessions) as sessions,
    sum(priced) as priced,
    sum(amount) as amount
from of_stores
group by grouping sets (
    (store, hour, outcome, machine, currency),
    (hour, outcome, machine, currency)
)
order by store nulls first, hour;
