-- One row a session that has company of one kind. A session that ends the moment another starts
-- does not run at once with it.
insert into risk.company
with keyed as (
    select
        case $kind when 'visitor' then visitor when 'ip' then ip when 'block' then block else agent
        end as key,
        session_no, began, until, ended, bought
    from risk.sessions
),
shared as (
    select
        key,
        count(*) as total,
        count(*) filter (where ended) as carts,
        count(*) filter (where ended and not bought) as unsold,
        sum(date_diff('second', began, until)) as seconds
    from keyed
    where key is not null
    group by key
    having count(*) > 1
),
started as (
    select
        key,
        session_no,
        count(*) over (
            partition by key order by began
            range between interval 1 hour preceding and current row) as in_hour,
        count(*) over (
            partition by key order by began
            range between interval 1 day preceding and current row) as in_day
    from keyed
    semi join shared using (key)
),
moments as (
    select key, session_no, began as moment, 1 as change
    from keyed
    semi join shared using (key)
    union all
    select key, null, until, -1
    from keyed
    semi join shared using (key)
),
running as (
    select
        session_no,
        sum(change) over (
            partition by key order by moment
            range between unbounded preceding and current row) as at_once
    from moments
)
select
    $kind, session_no, in_hour, in_day, greatest(at_once, 1), total, carts, unsold, seconds
from started
join running using (session_no)
join shared using (key);
