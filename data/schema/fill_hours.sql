-- One row an hour, store (null: all of them), risk level, and whether they came from machines, and one for
-- all risk levels, people and machines together, of the sessions from $first up to before $after; those
-- that a person must look at, and each status that no term names, in rows of their own.
insert into staged.hours by name
with of_stores as materialized (
    select
        store,
        time_bucket(interval 1 hour, started_at) as hour,
        kinds.risk,
        copy.is_machine(session_type) as machine,
        needs_look,
        is_other,
        case when is_other then kinds.status end as status,
        count(*) filter (where is_open) as still_open,
        count(*) filter (where is_converted) as converted,
        count(*) filter (where is_expired) as expired,
        count(*) filter (where is_cancelled) as cancelled,
        count(*) filter (where is_other) as others
    from copy.sessions
    join copy.outcome_kinds as kinds using (outcome)
    where session_no >= $first
      and session_no < $after
    group by all
)
select
    store,
    hour,
    grouping(machine) = 1 as whole,
    risk,
    machine,
    needs_look,
    is_other,
    status,
    sum(still_open) as still_open,
    sum(converted) as converted,
    sum(expired) as expired,
    sum(cancelled) as cancelled,
    sum(others) as others
from of_stores
group by
    hour, needs_look, is_other, status,
    grouping sets ((store, risk, machine), (risk, machine), (store), ());
