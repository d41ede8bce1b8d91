-- One row a user agent of the copy: what it declares, if anything, and its family, which is that of
-- all that differ in their version numbers only.
create table risk.agents as
select
    user_agent,
    class,
    hash(regexp_replace(user_agent, '[0-9]+([._][0-9]+)*', '', 'g')) as family
from (select distinct user_agent from staged.numbered where user_agent is not null)
left join risk.declared using (user_agent);
