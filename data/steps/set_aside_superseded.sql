-- The session rows that a later one of the same token replaces.
insert into set_aside
select _file, _line, 'another row of the same cart token stands for it'
from checked_sessions
where rowid in (select row_id from superseded_sessions);
