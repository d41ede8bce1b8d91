-- The rows that could not be read, but for those of the files that are left out as a whole.
insert into turned_away
select file, line, "column", reason, value, 'reading'
from faults
where not list_contains($left_out, file);
