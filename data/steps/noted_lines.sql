-- The lines that cost nothing.
insert into noted
select _file, _line, 'unit_price', 'zero', unit_price::varchar
from checked_lines
where len(problems) = 0 and unit_price = 0;
