-- One row: how many sessions of the copy started before the first and before the second of two
-- moments. As session_no counts in order of start, these are the bounds of a range of it, whatever
-- stores are then asked for.
select
    coalesce(
        (select session_no from sessions where started_at >= $since order by session_no limit 1),
        (select count(*) from sessions)
    ) as first,
    coalesce(
        (select session_no from sessions where started_at >= $until order by session_no limit 1),
        (select count(*) from sessions)
    ) as after
where $all_stores or $stores is not null
