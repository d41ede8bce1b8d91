-- One row a pair of status and risk level that a session of the copy can have, whether any has it or
-- not.
select outcome, status::varchar as status, risk::varchar as risk, concern
from outcomes
