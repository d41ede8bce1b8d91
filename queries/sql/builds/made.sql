-- One row: the build that made this copy. Whoever may see no store sees none.
select made_at, time_zone, has_lines, has_events
from builds
where $all_stores or len($stores) > 0
order by made_at desc
limit 1
