-- One row a reason why an input row was turned away.
create table turned_away (
    file varchar, line bigint, "column" varchar, reason varchar, value varchar, part varchar
);
