-- One row an hour, store (null: all of them), outcome, and whether they came from machines, and one for
-- people and machines together, of the sessions from $first up to before $after.
insert into staged.hours by name
with of_stores as materialized (
    select
        store,
        time_bucket(interval 1 hour, started_at) as hour,
        outcome,
        copy.is_machine(session_type) as machine,
        count(*) as sessions
    from copy.sessions
    where session_no >= $first
      and session_no < $after
    group by all
)
select store, hour, outcome, grouping(machine) = 1 as whole, machine, sum(sessions) as sessions
from of_stores
group by grouping sets (
    (store, hour, outcome, machine),
    (hour, outcome, machine),
    (store, hour, outcome),
    (hour, outcome)
);
