-- One row a product, or variant of it, that a session held: from when to when, at most how many
-- units, and whether it was set free again without a purchase. variant: null where it is not known.
-- With the session's visitor and network.
create table risk.holds (
    session_no integer not null,
    product ubigint not null,
    variant ubigint,
    began timestamp not null,
    until timestamp not null,
    units bigint not null,
    freed boolean not null,
    visitor ubigint,
    block ubigint
);
