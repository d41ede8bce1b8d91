-- One row a session whose visitor is recorded, by a number made from the visitor's id: one visitor
-- is found without reading the others. Two ids may share a number; the session itself has the last
-- word.
create table copy.visitors as
select md5_number_lower(visitor_id) as visitor_number, session_no
from copy.sessions
where visitor_id is not null
order by visitor_number, session_no;
