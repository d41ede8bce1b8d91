-- One row: how many lines there are to lay out, and whether all of them have a number.
select count(*) as rows, count(*) = count(line_no) as numbered from staged.known_lines;
