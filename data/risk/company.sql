-- One row a session and kind of company it has (visitor, ip, block, agent): how many sessions of
-- the same one started within the hour and the day before it, and were running when it started,
-- itself included; how many there are in the copy, how many of them ended, how many of those
-- without a purchase, and for how many seconds they ran together. Those alone have no row.
create table risk.company (
    kind varchar not null,
    session_no integer not null,
    in_hour integer not null,
    in_day integer not null,
    at_once integer not null,
    total integer not null,
    carts integer not null,
    unsold integer not null,
    seconds bigint not null
);
