-- One row an event of the input that can be used.
create view usable_events as
select checked_events.* replace (coalesce(checked_events.store, defaults.store) as store)
from checked_events, defaults
where len(problems) = 0 and checked_events.rowid not in (select row_id from duplicate_events);
