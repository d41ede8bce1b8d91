-- One row an address with more than one session: how many user agents they had.
create table risk.addresses as
select ip, count(distinct agent) as agents
from risk.sessions
where ip is not null
group by ip
having count(*) > 1;
