-- One row: how many events name no store although the sessions are of several.
select count(*) from checked_events
where store is null and (select count(distinct store) from checked_sessions) > 1;
