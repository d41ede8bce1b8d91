-- One row a quarter of an hour in which sessions started: they are those from session_no first up
-- to before session_no after. Since 1990 every time zone's hours are made of whole quarters.
create table copy.quarters as
select
    time_bucket(interval 15 minutes, started_at) as quarter,
    min(session_no) as first,
    max(session_no) + 1 as after
from copy.sessions
group by quarter
order by quarter;
