-- One row: how long the timer of an event log is taken to run, and the time of this build.
create table timer as
select to_minutes($minutes::bigint) as length, $now::timestamp as now;
