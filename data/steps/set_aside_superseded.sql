-- The session rows that another one of the same token replaces.
insert into set_aside
select
    _file,
    _line,
    case when updated_at is null then 'its cart token comes again; another row of it counts'
         else 'its cart token comes again; the row with the last updated_at counts' end
from checked_sessions
where rowid in (select row_id from superseded_sessions) and not merged;
