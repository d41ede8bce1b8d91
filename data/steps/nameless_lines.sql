-- One row: how many lines name no store although the sessions are of several.
select count(*) from checked_lines
where store is null and (select count(distinct store) from checked_sessions) > 1;
