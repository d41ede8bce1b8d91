-- One row a block of places of the order by risk: the session that stands first in it.
create table decided.bounds as
select concern, score, session_no
from sessions
join outcomes using (outcome)
where session_no in (
    select session_no from places where list_order = 'risk' and place % $block_rows = 0
)
