-- One row a moment in a session, by session and in order of time, of the sessions from $first to
-- before $after. One number that a source leaves out puts all others in doubt.
insert into copy.events by name
select * exclude (_file, _line) replace (
    row_number() over (partition by session_no order by "at", seq, _file, _line)::integer as seq
)
from staged.known_events
where session_no >= $first and session_no < $after
order by session_no, seq;
