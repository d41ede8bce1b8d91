-- One row a user agent of the copy.
select distinct user_agent
from staged.numbered
where user_agent is not null
order by user_agent;
