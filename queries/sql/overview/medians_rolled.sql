-- One row a bucket of time in which sessions started that converted ($converted are their outcomes), if
-- their end is recorded: the bin of duration_bin that holds their median time to convert (value, in
-- seconds), how many took less than that bin (below), how many fall into it (sessions), and how many
-- there are (total). $part_starts and $part_ends bound the days of a bucket. As scanned.sql, for
-- what the roll-ups cover: $spans are the numbers of the whole units that are read; $rows the sessions
-- beside them, and $row_weights tell what each stretch of those counts for; $whole: neither risk levels
-- nor machines are told apart. A roll-up knows no decisions: the sessions that were decided about are
-- taken out of it and put in where they belong.
with cells as (
    select date_trunc('day', starts) as "day", value, converted as sessions
    from spans
    where whole = $whole
      and (($all_stores and store is null) or (not $all_stores and store in $stores))
      and span in (select unnest($spans::integer[]))
      and dimension = 'lasted_seconds'
      and value is not null
      and $shows_converted
      and ($all_risks or list_contains($risks::risk_name[], risk))
      and (not $without_machines or not machine)
    union all
    select "day", duration_bin(lasted_seconds), weight
    from (
        select
            case when session_no < $rows[2] then 1 else 2 end as stretch,
            unnest(($row_weights::integer[][])[stretch]) as weight,
            date_trunc('day', started_at) as "day",
            lasted_seconds
        from sessions
        where len($rows) > 0
          and ((session_no >= $rows[1] and session_no < $rows[2])
            or (session_no >= $rows[3] and session_no < $rows[4]))
          and ($all_stores or store in $stores)
          and outcome in $converted
          and (not $without_machines or not is_machine(session_type))
          and lasted_seconds is not null
    )
    union all
    select "day", duration_bin(lasted_seconds), weight
    from (
        select
            date_trunc('day', started_at) as "day",
            unnest([outcome_was, outcome]) as outcome,
            unnest([-1, 1]) as weight,
            lasted_seconds
        from decided.sessions
        where since <= $as_of
          and until > $as_of
          and session_no >= $first
          and session_no < $after
          and ($all_stores or store in $stores)
          and (not $without_machines or not is_machine(session_type))
          and lasted_seconds is not null
    )
    where outcome in $converted
),

counted as (
    select bucket, value, sum(sessions)::bigint as sessions
    from cells
    join (
        select bucket, unnest(range(starts, ends, interval 1 day)) as "day"
        from (
            select
                unnest($buckets::timestamp[]) as bucket,
                unnest($part_starts::timestamp[]) as starts,
                unnest($part_ends::timestamp[]) as ends
        )
    ) as days using ("day")
    group by bucket, value
    having sum(cells.sessions) > 0
),

added as (
    select
        *,
        sum(sessions) over (partition by bucket order by value)::bigint as up_to,
        sum(sessions) over (partition by bucket)::bigint as total
    from counted
)

select bucket, value, up_to - sessions as below, sessions, total
from added
where 2 * up_to >= total
  and 2 * (up_to - sessions) < total
order by bucket
