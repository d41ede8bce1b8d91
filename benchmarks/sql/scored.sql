-- One row a session, by session_no: who it is, how many sessions its visitor has, its suggested
-- level as a number, and its exact score.
select
    sessions.cart_token,
    sessions.visitor_id,
    sessions.ip,
    sessions.user_agent,
    case when visitor_id is null then 0 else count(*) over (partition by visitor_id) end as of_visitor,
    enum_code(scores.suggested) as level,
    scores.score::double as score
from sessions
join scores using (session_no)
order by session_no
