-- The rows of the input of which the source file makes neither a session nor a line nor an event.
-- The files named are left out as a whole, and are not counted.
insert into set_aside
with used as (
    select _file, _line from checked_sessions
    union all select _file, _line from checked_lines
    union all select _file, _line from checked_events
)
select raw._file, raw._line, 'no session, line or event in it'
from raw
where not list_contains($left_out, raw._file)
  and not exists (select 1 from used where used._line is null)
  and not exists (select 1 from used where used._file = raw._file and used._line = raw._line);
