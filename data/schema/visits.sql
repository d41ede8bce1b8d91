-- One row a visitor of a store who had more than one session: when the first of them started.
create table staged.visits as
select store, visitor_id, min(started_at) as first_at
from staged.sessions
where visitor_id is not null
group by store, visitor_id
having count(*) > 1;
