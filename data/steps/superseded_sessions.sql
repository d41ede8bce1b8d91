-- One row a session row that a later one of the same token replaces: the last `updated_at` wins,
-- then the last row of the input, and never one that is only a part of the session.
create table superseded_sessions as
with twice as (
    select store, cart_token
    from checked_sessions
    where len(problems) = 0
    group by store, cart_token
    having count(*) > 1
),
ranked as (
    select
        checked_sessions.rowid as row_id,
        row_number() over (
            partition by checked_sessions.store, checked_sessions.cart_token
            order by merged, updated_at desc nulls last, _file desc, _line desc, checked_sessions.rowid desc
        ) as place
    from checked_sessions
    join twice
        on twice.cart_token = checked_sessions.cart_token
        and twice.store is not distinct from checked_sessions.store
    where len(problems) = 0
)
select row_id from ranked where place > 1;
