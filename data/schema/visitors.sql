-- One row a session whose visitor is recorded, by a number made from the visitor's id: one visitor
-- is found without reading the others. The number is long enough that no two ids share one.
create table copy.visitors as
select md5_number(visitor_id) as visitor_number, session_no, store, outcome
from copy.sessions
where visitor_id is not null
order by visitor_number, session_no;
