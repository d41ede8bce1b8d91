-- One row a visitor with more than one session: when the first and the last of them started, and
-- how many countries and families of user agents they came from.
create table risk.visitors as
select
    visitor,
    min(began) as first_began,
    max(began) as last_began,
    count(distinct country) as countries,
    count(distinct agent_family) as agents
from risk.sessions
where visitor is not null
group by visitor
having count(*) > 1;
