-- One row a session with reasons, by store and reasons: those alike stand together.
create table copy.alike as
select store, reasons, strength, session_no
from copy.scores
join staged.numbered using (session_no)
where reasons > 0
order by store, reasons, strength, session_no;
