-- One row a period and risk level (kind: risk); one a period, weekday (1: Monday) and hour of the viewer's
-- zone (weekly); of the period only, one a bucket of time and status (bucket), and one a bucket and
-- currency (value): how many sessions started then, what became of them, and what they were worth. now
-- says whether a row is of the period, or of the one before it. As moments.sql, for what the roll-ups
-- cover: $hours bound the whole hours that are read, those from $boundary on of the period;
-- $rows the sessions beside them, and $row_stretches, $are_now and $weights tell what those count for;
-- $whole: neither risk levels nor machines are told apart. $part_starts and $part_ends bound the hours
-- of a bucket, in UTC; the zone is $part_minutes ahead. A roll-up knows no decisions: the sessions that
-- were decided about are taken out of it and put in where they belong.
with effects as (
    select
        unnest($row_stretches::integer[]) as stretch,
        unnest($are_now::boolean[]) as now,
        unnest($weights::integer[]) as weight
),

facts as materialized (
    select now, "at", outcome, currency, cart_value, weight
    from (
        select
            case
                when session_no < $rows[2] then 1
                when session_no < $rows[4] then 2
                else 3
            end as stretch,
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
    )
    join effects using (stretch)
    where $any_outcome or outcome in $outcomes
    union all
    select now, "at", outcome, currency, cart_value, weight
    from (
        select
            session_no >= $since_no as now,
            date_trunc('hour', started_at) as "at",
            unnest([outcome_was, outcome]) as outcome,
            currency,
            cart_value,
            unnest([-1, 1]) as weight
        from decided.sessions
        where since <= $as_of
          and until > $as_of
          and session_no >= $first
          and session_no < $after
          and ($all_stores or store in $stores)
          and (not $without_machines or not is_machine(session_type))
    )
    where $any_outcome or outcome in $outcomes
),

times as (
    select
        now,
        bucket,
        "at",
        isodow("at" + to_minutes(minutes)) as weekday,
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
    select now, bucket, weekday, hour, outcome, sum(sessions) as sessions
    from (
        select hour >= $boundary as now, hour as "at", outcome, sessions
        from hours
        where whole = not $without_machines
          and (($all_stores and store is null) or (not $all_stores and store in $stores))
          and len($hours) > 0
          and ((hour >= $hours[1] and hour < $hours[2])
            or (hour >= $hours[3] and hour < $hours[4]))
          and ($any_outcome or outcome in $outcomes)
          and (not $without_machines or not machine)
        union all
        select now, "at", outcome, weight
        from facts
    )
    join times using (now, "at")
    group by grouping sets ((now, bucket, outcome), (now, weekday, hour, outcome))
),

told as (
    select
        counts.* exclude (bucket),
        unnest(
            case
                when bucket is null then ['weekly']
                when now then ['bucket', 'risk']
                else ['risk']
            end
        ) as kind,
        case when kind = 'bucket' then bucket end as bucket,
        case when kind = 'bucket' then status end as status,
        case when kind = 'risk' then risk end as risk,
        outcome_kinds.* exclude (outcome, status, risk)
    from counts
    join outcome_kinds using (outcome)
),

amounts as (
    select hour as "at", outcome, currency, priced, amount
    from hour_values
    where whole = $whole
      and (($all_stores and store is null) or (not $all_stores and store in $stores))
      and len($hours) > 0
      and ((hour >= $hours[1] and hour < $hours[2])
        or (hour >= $hours[3] and hour < $hours[4]))
      and hour >= $boundary
      and ($any_outcome or outcome in $outcomes)
      and (not $without_machines or not machine)
    union all
    select "at", outcome, currency, weight, weight * cart_value
    from facts
    where now
      and cart_value is not null
)

select
    now,
    kind,
    bucket,
    weekday,
    hour,
    status::varchar as status,
    risk::varchar as risk,
    null as currency,
    sum(sessions)::bigint as sessions,
    coalesce(sum(sessions) filter (where is_open), 0)::bigint as still_open,
    coalesce(sum(sessions) filter (where has_ended), 0)::bigint as ended,
    coalesce(sum(sessions) filter (where is_converted), 0)::bigint as converted,
    coalesce(sum(sessions) filter (where is_expired), 0)::bigint as expired,
    coalesce(sum(sessions) filter (where needs_look), 0)::bigint as to_look_at,
    null as value_converted,
    null as value_left
from told
group by now, kind, bucket, weekday, hour, status, risk
having sum(sessions) > 0
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
    case when sum(priced) filter (where is_converted) > 0 then
        sum(amount) filter (where is_converted)
    end,
    case when sum(priced) filter (where is_expired) > 0 then
        sum(amount) filter (where is_expired)
    end
from amounts
join times using ("at")
join outcome_kinds using (outcome)
where now
  and (is_converted or is_expired)
group by bucket, currency
having sum(priced) > 0
