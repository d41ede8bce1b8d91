-- One row a product variant in a cart, by session, of the sessions from $first to before $after.
insert into copy.lines by name
select * exclude (_file, _line)
from staged.known_lines
where session_no >= $first and session_no < $after
order by session_no, line_no;
