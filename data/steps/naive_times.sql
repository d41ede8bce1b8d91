-- One row: how many sessions and events give a time without a zone.
select (select count(*) from checked_sessions where naive)
     + (select count(*) from checked_events where naive) as rows;
