-- The lines with a field that cannot be used.
insert into turned_away
select _file, _line, problem."column", problem.reason, problem.value, 'lines'
from (
    select _file, _line, unnest(problems) as problem from checked_lines where len(problems) > 0
);
