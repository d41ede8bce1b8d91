-- The sessions that name no store although others of the input do.
insert into noted
select _file, _line, 'store', concat('missing, taken as ', (
    select case when count(distinct store) = 1 then any_value(store) else 'shop' end
    from checked_sessions)), null
from checked_sessions
where store is null and len(problems) = 0;
