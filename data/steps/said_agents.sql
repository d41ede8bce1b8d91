-- One row a user agent of a session whose type the input does not say.
select distinct user_agent as said
from checked_sessions where user_agent is not null and session_type is null;
