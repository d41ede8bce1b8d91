-- One row a session of the input that can be used.
create view usable_sessions as
select checked_sessions.* replace (coalesce(checked_sessions.store, defaults.store) as store)
from checked_sessions, defaults
where len(problems) = 0
  and checked_sessions.rowid not in (select row_id from superseded_sessions);
