-- One row a month (UTC) in which sessions started, in order: they are those from session_no first up
-- to before session_no after.
select min(first) as first, max(after) as after
from copy.quarters
group by date_trunc('month', quarter)
order by first;
