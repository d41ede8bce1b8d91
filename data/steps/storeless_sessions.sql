-- One row: how many sessions name no store although others of the input do.
select case when count(store) > 0 then count(*) - count(store) else 0 end from checked_sessions;
