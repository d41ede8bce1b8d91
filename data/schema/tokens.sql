-- One row a session, by a number made from its cart token in lower case: one token is found
-- without reading the others. Two tokens may share a number; the session itself has the last word.
create table copy.tokens as
select md5_number_lower(token_lower) as token_number, session_no
from copy.sessions
order by token_number, session_no;
