-- One row: how many input rows were turned away. Rows whose place is not known count one each.
select count(distinct (file, line)) filter (where line is not null)
     + count(*) filter (where line is null) as rows
from turned_away;
