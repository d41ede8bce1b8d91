-- One row a cart line of the input that can be used.
create view usable_lines as
select checked_lines.* replace (coalesce(checked_lines.store, defaults.store) as store)
from checked_lines, defaults
where len(problems) = 0 and checked_lines.rowid not in (select row_id from duplicate_lines);
