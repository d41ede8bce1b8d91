-- One row a session and order of the list: the session's place in that order, from 0. With what
-- filters ask for, so that any page of any order is found without sorting. The orders by start
-- need no places: there session_no is the place. score is of the order by risk alone, which it
-- makes together with the outcome.
create table copy.places (
    list_order copy.order_name not null,
    place integer not null,
    store copy.store_name not null,
    outcome usmallint not null,
    currency copy.currency_code,
    session_no integer not null,
    score decimal(4, 1)
);
