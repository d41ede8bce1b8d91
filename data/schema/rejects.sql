-- One row a field or a row of the input that was turned away, set aside or noted, and why.
create table copy.rejects (
    file varchar,
    line bigint,
    "column" varchar,
    reason varchar not null,
    outcome varchar not null,
    raw varchar
);
