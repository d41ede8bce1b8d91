-- One row: the store of events that name none, where sessions are derived from events.
create table defaults as
select coalesce(
    (select any_value(store) from checked_events having count(distinct store) = 1), 'shop'
) as store;
