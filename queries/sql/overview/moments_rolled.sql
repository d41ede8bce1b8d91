-- One row a period and bucket of time, and one more for each status that no term names (kind: bucket); one
-- a weekday (1: Monday) and hour of the viewer's zone, and of the period before it one an hour (weekly);
-- and of the period only, one a bucket and currency (value): how many sessions started then, what became
-- of them, and what they were worth. now says whether a row is of the period, or of the one before it.
-- As scanned.sql, for what the roll-ups cover: $hours bound the whole hours that are read, those from
-- $boundary on of the period; $rows the sessions beside them, and $row_nows and $row_weights tell what
-- each stretch of those counts for; $whole: neither risk levels nor machines are told apart. $part_starts
-- and $part_ends bound the hours of a bucket, in UTC; the zone is $part_minutes ahead. A roll-up knows no
-- decisions: the sessions that were decided about are taken out of it and put in where they belong.
with facts as materialized (
    select now, "at", outcome_kinds.*, currency, cart_value, weight
    from (
        select
            case
                when session_no < $rows[2] then 1
                when session_no < $rows[4] then 2
                else 3
            end as stretch,
            unnest(($row_nows::boolean[][])[stretch]) as now,
            unnest(($row_weights::integer[][])[stretch]) as weight,
            date_trunc('hour', started_at) as "at",
            outcome,
            currency,
            cart_value
        from sessions
        where len($rows) > 0
          and ((session_no >= $rows[1] and session_no < $rows[2])
            or (session_no >= $rows[3] and session_no < $rows[4])
            or (session_no >= $rows[5] and session_no < $rows[6]))
          and ($all_stores or store in $stores)
          and (not $without_machines or not is_machine(session_type))
        union all by name
        select
            session_no >= $since_no as now,
            unnest([-1, 1]) as weight,
            date_trunc('hour', started_at) as "at",
            unnest([outcome_was, outcome]) as outcome,
            currency,
            cart_value
        from decided.sessions
        where since <= $as_of
          and until > $as_of
          and session_no >= $first
          and session_no < $after
          and ($all_stores or store in $stores)
          and (not $without_machines or not is_machine(session_type))
    )
    join outcome_kinds using (outcome)
    where $any_outcome or outcome in $outcomes
),

times as (
    select
        now,
        bucket,
        "at",
        case when now then isodow("at" + to_minutes(minutes)) end as weekday,
        hour("at" + to_minutes(minutes)) as hour
    from (
        select now, bucket, unnest(range(starts, ends, interval 1 hour)) as "at", minutes
        from (
            select
                unnest($parts_are_now::boolean[]) as now,
                unnest($part_buckets::timestamp[]) as bucket,
                unnest($part_starts::timestamp[]) as starts,
                unnest($part_ends::timestamp[]) as ends,
                unnest($part_minutes::integer[]) as minutes
        )
    )
),

counts as (
    select
        hour >= $boundary as now,
        hour as "at",
        is_other,
        status,
        case when $shows_open then still_open else 0 end as still_open,
        case when $shows_converted then converted else 0 end as converted,
        case when $shows_expired then expired else 0 end as expired,
        case when $shows_cancelled then cancelled else 0 end as cancelled,
        case when $shows_others then others else 0 end as others,
        needs_look
    from hours
    where whole = $whole
      and (($all_stores and store is null) or (not $all_stores and store in $stores))
      and len($hours) > 0
      and ((hour >= $hours[1] and hour < $hours[2])
        or (hour >= $hours[3] and hour < $hours[4]))
      and ($all_risks or list_contains($risks::risk_name[], risk))
      and (not $without_machines or not machine)
    union all
    select
        now,
        "at",
        is_other,
        case when is_other then status end,
        case when is_open then weight else 0 end,
        case when is_converted then weight else 0 end,
        case when is_expired then weight else 0 end,
        case when is_cancelled then weight else 0 end,
        case when is_other then weight else 0 end,
        needs_look
    from facts
),

amounts as (
    select
        hour as "at",
        currency,
        case when $shows_converted then priced_converted end as priced_converted,
        value_converted,
        case when $shows_expired then priced_left end as priced_left,
        value_left
    from hour_values
    where whole = $whole
      and (($all_stores and store is null) or (not $all_stores and store in $stores))
      and len($hours) > 0
      and ((hour >= $hours[1] and hour < $hours[2])
        or (hour >= $hours[3] and hour < $hours[4]))
      and hour >= $boundary
      and ($all_risks or list_contains($risks::risk_name[], risk))
      and (not $without_machines or not machine)
    union all
    select
        "at",
        currency,
        case when is_converted then weight end,
        case when is_converted then weight * cart_value end,
        case when is_expired then weight end,
        case when is_expired then weight * cart_value end
    from facts
    where now
      and cart_value is not null
      and (is_converted or is_expired)
)

select
    now,
    case when grouping(weekday) = 0 then 'weekly' else 'bucket' end as kind,
    bucket,
    weekday,
    hour,
    is_other,
    status::varchar as status,
    null as currency,
    (sum(still_open) + sum(converted) + sum(expired) + sum(cancelled) + sum(others))::bigint
        as sessions,
    sum(still_open)::bigint as still_open,
    (sum(converted) + sum(expired) + sum(cancelled))::bigint as ended,
    sum(converted)::bigint as converted,
    sum(expired)::bigint as expired,
    sum(if(needs_look, still_open + converted + expired + cancelled + others, 0))::bigint
        as to_look_at,
    null as value_converted,
    null as value_left
from counts
join times using (now, "at")
group by grouping sets ((now, bucket, is_other, status), (now, weekday, hour))
having sum(still_open) + sum(converted) + sum(expired) + sum(cancelled) + sum(others) > 0
union all
select
    true,
    'value',
    bucket,
    null,
    null,
    null,
    null,
    currency::varchar,
    0,
    0,
    0,
    0,
    0,
    0,
    case when sum(priced_converted) > 0 then sum(value_converted) end,
    case when sum(priced_left) > 0 then sum(value_left) end
from amounts
join times using ("at")
where now
group by bucket, currency
having sum(priced_converted) > 0 or sum(priced_left) > 0
