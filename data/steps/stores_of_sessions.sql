-- The sessions that name no store get the only one of the input, or "shop" beside several.
update checked_sessions
set store = (
    select case when count(distinct store) = 1 then any_value(store) else 'shop' end
    from checked_sessions)
where store is null;
