-- One row: how many moments one session has.
select count(*) as events
from events
where session_no = $session_no
