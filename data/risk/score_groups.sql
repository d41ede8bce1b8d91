-- One row a store, set of reasons, suggested level and status: how many sessions.
create table copy.score_groups as
select store, reasons, suggested, status::copy.status_name as status, count(*)::integer as sessions
from copy.scores
join staged.numbered using (session_no)
group by store, reasons, suggested, status
order by store, reasons, suggested, status;
