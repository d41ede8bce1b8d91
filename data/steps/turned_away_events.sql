-- The events with a field that cannot be used.
insert into turned_away
select _file, _line, problem."column", problem.reason, problem.value, 'events'
from (
    select _file, _line, unnest(problems) as problem from checked_events where len(problems) > 0
);
