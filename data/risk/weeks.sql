-- One row a session whose visitor has others: how many of the visitor's sessions started within a
-- week before and after it, itself included.
create table risk.weeks as
select
    session_no,
    count(*) over (
        partition by visitor order by began
        range between interval 7 days preceding and interval 7 days following) as in_week
from risk.sessions
semi join risk.visitors using (visitor);
