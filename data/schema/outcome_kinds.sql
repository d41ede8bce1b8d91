-- One row an outcome: its status and risk level, and what they say, as answers to yes-or-no questions.
create table copy.outcome_kinds as
select
    outcome,
    status,
    risk,
    coalesce(status::varchar = 'Active', false) as is_open,
    coalesce(status::varchar = 'Converted', false) as is_converted,
    coalesce(status::varchar = 'Expired', false) as is_expired,
    coalesce(status::varchar = 'Cancelled', false) as is_cancelled,
    not (is_open or is_converted or is_expired or is_cancelled) as is_other,
    coalesce(copy.has_ended(status), false) as has_ended,
    copy.needs_look(risk) as needs_look
from copy.outcomes;
