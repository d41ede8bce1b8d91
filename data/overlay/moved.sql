-- A table of one row a session whose risk level was decided, as of a version of the decisions, with
-- the outcome that it has by that.
create macro decided.moved(as_of) as table
select session_no, outcome, risk
from decided.sessions
where since <= as_of and until > as_of
