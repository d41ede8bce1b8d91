-- One row an input row that is right but is no part of a reservation session, and why.
create table set_aside (file varchar, line bigint, reason varchar);
