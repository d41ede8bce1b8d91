-- One row a reason why an input row was turned away; the raw text is the whole row.
create table copy.rejects (
    file varchar,
    line bigint,
    "column" varchar,
    reason varchar not null,
    value varchar,
    raw varchar
);
