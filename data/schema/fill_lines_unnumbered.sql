-- One row a product variant in a cart, by session, of the sessions from $first to before $after;
-- numbered where the source gives it no number.
insert into copy.lines by name
select * exclude (_file, _line) replace (
    coalesce(line_no, row_number() over (
        partition by session_no order by line_no, _file, _line, product_id))::integer as line_no
)
from staged.known_lines
where session_no >= $first and session_no < $after
order by session_no, line_no;
