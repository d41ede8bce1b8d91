-- One row an outcome: its risk level, and which status it is of, as answers to yes-or-no questions.
create view copy.outcome_kinds as
select
    outcome,
    status,
    risk,
    coalesce(status::varchar = 'Active', false) as is_open,
    coalesce(status::varchar = 'Converted', false) as is_converted,
    coalesce(status::varchar = 'Expired', false) as is_expired,
    coalesce(status::varchar = 'Cancelled', false) as is_cancelled,
    coalesce(status::varchar not in ('Active', 'Converted', 'Expired', 'Cancelled'), true)
        as is_other
from copy.outcomes;
