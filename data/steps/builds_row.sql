-- What this build was.
insert into copy.builds by name
select
    $schema_version as schema_version, $made_at::timestamp as made_at, $source as source,
    $kind as kind, $time_zone as time_zone, $rows_in as rows_in, $taken as taken,
    $set_aside as set_aside, $turned_away as turned_away, $has_lines as has_lines,
    $has_events as has_events, $timer_minutes as timer_minutes;
