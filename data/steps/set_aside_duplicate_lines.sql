-- The lines that repeat another one exactly.
insert into set_aside
select _file, _line, 'an exact duplicate of another row'
from checked_lines
where rowid in (select row_id from duplicate_lines);
