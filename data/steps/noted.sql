-- One row a field that was taken with a remark: kept as it is, understood, or left empty.
create table noted (file varchar, line bigint, "column" varchar, reason varchar, value varchar);
