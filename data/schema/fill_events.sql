-- One row a moment in a session, by session and in order, of the sessions from $first to before
-- $after.
insert into copy.events by name
select * exclude (_file, _line)
from staged.known_events
where session_no >= $first and session_no < $after
order by session_no, seq;
