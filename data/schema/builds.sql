-- One row a build: when this copy was made, from what, and what became of its input rows.
-- timer_minutes: how long the timer is taken to run, where the source records none.
create table copy.builds (
    schema_version integer not null,
    made_at timestamp not null,
    source varchar not null,
    kind varchar not null,
    time_zone varchar not null,
    rows_in bigint not null,
    taken bigint not null,
    set_aside bigint not null,
    turned_away bigint not null,
    has_lines boolean not null,
    has_events boolean not null,
    timer_minutes integer
);
