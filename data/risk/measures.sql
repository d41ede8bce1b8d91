-- One row a signal: its place among the bits of reasons, its family, whether low values are the
-- suspicious ones, from which value on it says anything, and which share of the sessions may show
-- it before it does; what one unit more adds to its weight at most, null where that has no bound;
-- and how much its family weighs at most.
create table copy.measures (
    signal varchar not null,
    bit utinyint not null,
    family varchar not null,
    low boolean not null,
    bound integer not null,
    rarity double not null,
    step double,
    at_most double not null,
    shared boolean not null
);
