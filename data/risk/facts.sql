-- One row a session with events: what they tell. only_checkout: nothing came before
-- its checkout or purchase, or it has none. The gaps are those between the shopper's own
-- actions, in milliseconds; gap_squares adds up their squares, exactly.
create table risk.facts (
    session_no integer not null,
    adds integer not null,
    first_add timestamp,
    last_add timestamp,
    checkout_at timestamp,
    only_checkout boolean not null,
    blocked integer not null,
    refused integer not null,
    gaps integer not null,
    gap_sum hugeint not null,
    gap_squares hugeint not null
);
