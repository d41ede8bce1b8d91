-- One row: the store of rows that name none, which is the only store of the input, or "shop".
create table defaults as
select coalesce(
    (select any_value(store) from checked_sessions having count(distinct store) = 1), 'shop'
) as store;
