-- One row a reason that a build gave: how many input rows it turned away, set aside or noted.
create table copy.reasons (
    outcome varchar not null,
    reason varchar not null,
    rows bigint not null
);
