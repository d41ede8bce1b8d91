-- The events that repeat another one exactly.
insert into set_aside
select _file, _line, 'an exact duplicate of another row'
from checked_events
where rowid in (select row_id from duplicate_events);
