-- Whether a session of this status has ended: bought, timed out or called off. One that is Active has
-- not; of a status that no term names, or of none, nobody knows.
create macro copy.has_ended(status) as status::varchar in ('Converted', 'Expired', 'Cancelled');
