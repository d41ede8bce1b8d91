-- One row a session: by what it is counted together with others of its store, and what became of
-- it. Texts and addresses have become numbers; two of them share a number once in 10^19 pairs.
create table risk.sessions as
select
    session_no,
    store,
    started_at as began,
    greatest(coalesce(ended_at, expires_at, last_activity_at, started_at), started_at) as until,
    case when visitor_id is not null then hash(enum_code(store), visitor_id) end as visitor,
    case when ip_number is not null then hash(enum_code(store), ip_number) end as ip,
    case
        when ip_number >> 32 = 65535 then hash(enum_code(store), ip_number >> 8)
        when ip_number is not null then hash(enum_code(store), ip_number >> 64)
    end as block,
    case when user_agent is not null then hash(enum_code(store), user_agent) end as agent,
    agents.family as agent_family,
    country,
    case
        when agents.class is not null then agents.class
        when session_type = 'bot' then 'bot'
        when user_agent is not null or session_type is not null then 'person'
    end as class,
    coalesce(copy.has_ended(status), false) as ended,
    coalesce(status = 'Converted', false) as bought,
    case when status = 'Converted' then ended_at end as bought_at,
    has_order or coalesce(status = 'Converted', false)
        as at_checkout
from staged.numbered
left join risk.agents using (user_agent);
