-- One row a session whose number of items is not known, but which has a line with any.
create table staged.loaded as
select distinct session_no
from copy.lines
semi join (from staged.numbered where item_count is null) as uncounted using (session_no)
where coalesce(quantity, 1) > 0;
