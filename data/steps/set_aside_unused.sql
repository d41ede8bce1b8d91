-- The rows of the input of which the source file makes neither a session nor a line nor an event.
-- A file of which it uses no row at all is left out, and is not counted.
insert into set_aside
with used as (
    select _file, _line from checked_sessions
    union all select _file, _line from checked_lines
    union all select _file, _line from checked_events
)
select raw._file, raw._line, 'no session, line or event in it'
from raw
where raw._file in (select _file from used)
  and not exists (select 1 from used where used._file = raw._file and used._line = raw._line);
