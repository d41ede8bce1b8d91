-- One row: three lists, which say of the sessions that the filters show when they started (moments), what
-- they were (breakdown), and how long the converted ones took (medians). Whatever the filters;
-- moments_rolled.sql, breakdown_rolled.sql and medians_rolled.sql are for some.
--
-- moments: one struct a bucket of time, and one more for each status that no term names (kind: bucket);
-- one a weekday (1: Monday) and hour of the viewer's zone (weekly); one a bucket and currency (value): how
-- many sessions started then, what became of them, and what they were worth. $bucket_starts are in UTC;
-- the zone is $zone_minutes ahead of UTC from each of $zone_starts on.
--
-- breakdown, if $with_breakdown: one struct a dimension, a value of it (null: not recorded) and, of the
-- dimension country, a currency: how many sessions have it, what became of them, and what they were worth.
--
-- medians, if $with_medians: one struct a bucket in which sessions started that converted, if their end is
-- recorded: the bin of duration_bin that holds their median time to convert (value, in seconds), how many
-- took less than that bin (below), how many fall into it (sessions), and how many there are (total). A
-- session counts for the bucket that noon of its day of UTC is in.
with facts as (
    select
        sessions.* exclude (outcome),
        coalesce(moved.outcome, sessions.outcome) as outcome
    from sessions
    left join decided.moved($as_of) as moved using (session_no)
    where sessions.session_no >= $first
      and sessions.session_no < $after
),

-- All who read these rows join outcome_kinds, needed or not: so DuckDB gathers them first, and hands them
-- on in full blocks. Otherwise it hands on the few that the filters leave of each block of the table,
-- which takes half as long again.
chosen as materialized (
    select
        started_at,
        outcome,
        currency,
        cart_value,
        country,
        session_type,
        came_before,
        kept,
        reached_checkout,
        renewals,
        manual_extends,
        duration_bin(lasted_seconds) as lasted
    from facts
    where ($all_stores or store in $stores)
      and ($any_outcome or outcome in $outcomes)
      and ($any_land or country is not distinct from $land)
      and ($any_type or session_type in $types or ($typeless and session_type is null))
      and ($any_visitor or came_before is not distinct from $came_before)
      and ($any_kept or kept is not distinct from $kept)
      and ($any_checkout or reached_checkout is not distinct from $checkout)
      and ($any_renewals or coalesce(renewals, -1) >= $renewals_low)
      and ($any_renewals or coalesce(renewals, -1) < $renewals_after)
      and ($any_extends or coalesce(manual_extends, -1) >= $extends_low)
      and ($any_extends or coalesce(manual_extends, -1) < $extends_after)
      and ($any_lasted or coalesce(lasted_seconds, -1) >= $lasted_low)
      and ($any_lasted or coalesce(lasted_seconds, -1) < $lasted_after)
      and ($any_moment or session_no in (
          select unnest(range(quarters.first, quarters.after))
          from quarters
          where not $any_moment
            and ($weekday is null or isodow(timezone($zone, timezone('UTC', quarter))) = $weekday)
            and ($hour is null or hour(timezone($zone, timezone('UTC', quarter))) = $hour)
      ))
      and ($any_product or session_no in (
          select session_no
          from product_sessions
          where product_no between $first_product and $last_product
            and (not $in_cart or in_cart)
      ))
      and (
          not $searching
          or (
              (
                  $part is not null
                  and ($part_low = 0 or token_marks_low & $part_low::ubigint = $part_low::ubigint)
                  and ($part_high = 0 or token_marks_high & $part_high::ubigint = $part_high::ubigint)
                  and contains(token_lower, $part)
              )
              or (
                  $begins is not null
                  and ($ends_low = 0 or token_marks_low & $ends_low::ubigint = $ends_low::ubigint)
                  and ($ends_high = 0 or token_marks_high & $ends_high::ubigint = $ends_high::ubigint)
                  and starts_with(token_lower, $begins)
                  and ends_with(token_lower, $finishes)
              )
              or ($any_country and country in $countries)
              or (
                  $any_address
                  and (
                      ip_number between $from_1::uhugeint and $to_1::uhugeint
                      or ip_number between $from_2::uhugeint and $to_2::uhugeint
                      or ip_number between $from_3::uhugeint and $to_3::uhugeint
                  )
              )
          )
      )
),

cells as materialized (
    select
        time_bucket(interval 15 minutes, started_at) as "at",
        outcome,
        currency,
        count(*) as sessions,
        sum(cart_value) as amount
    from chosen
    join outcome_kinds using (outcome)
    group by all
),

buckets as (
    select unnest($bucket_starts::timestamp[]) as bucket
),

zones as (
    select unnest($zone_starts::timestamp[]) as starts, unnest($zone_minutes::integer[]) as minutes
),

times as (
    select
        "at",
        bucket,
        isodow("at" + to_minutes(minutes)) as weekday,
        hour("at" + to_minutes(minutes)) as hour
    from (select distinct "at" from cells) as starts
    asof join zones on starts."at" >= zones.starts
    asof join buckets on starts."at" >= buckets.bucket
),

added as (
    select bucket, weekday, hour, outcome, currency, sum(sessions) as sessions, sum(amount) as amount
    from cells
    join times using ("at")
    group by grouping sets ((bucket, outcome, currency), (weekday, hour, outcome))
),

told as (
    select
        unnest(case when bucket is null then ['weekly'] else ['bucket', 'value'] end) as kind,
        *
    from added
    join outcome_kinds using (outcome)
),

moments as (
    select
        kind,
        bucket,
        weekday,
        hour,
        kind = 'bucket' and is_other as is_other,
        case when kind = 'bucket' and is_other then status::varchar end as status,
        case when kind = 'value' then currency::varchar end as currency,
        sum(sessions)::bigint as sessions,
        coalesce(sum(sessions) filter (where is_open), 0)::bigint as still_open,
        coalesce(sum(sessions) filter (where has_ended), 0)::bigint as ended,
        coalesce(sum(sessions) filter (where is_converted), 0)::bigint as converted,
        coalesce(sum(sessions) filter (where is_expired), 0)::bigint as expired,
        coalesce(sum(sessions) filter (where needs_look), 0)::bigint as to_look_at,
        sum(amount) filter (where is_converted) as value_converted,
        sum(amount) filter (where is_expired) as value_left
    from told
    group by all
),

-- Few sessions differ in all of these, so that they are counted by each in no time.
alike as (
    select
        outcome,
        session_type,
        came_before,
        kept,
        reached_checkout,
        renewals,
        manual_extends,
        count(*) as sessions
    from chosen
    join outcome_kinds using (outcome)
    where $with_breakdown
    group by all
),

breakdown_cells as (
    select
        case
            when grouping(risk) = 0 then 'risk'
            when grouping(session_type) = 0 then 'session_type'
            when grouping(came_before) = 0 then 'came_before'
            when grouping(kept) = 0 then 'kept'
            when grouping(reached_checkout) = 0 then 'reached_checkout'
            when grouping(renewals) = 0 then 'renewals'
            else 'manual_extends'
        end as dimension,
        coalesce(
            risk::varchar,
            session_type::varchar,
            came_before::varchar,
            kept::varchar,
            reached_checkout::varchar,
            renewals::varchar,
            manual_extends::varchar
        ) as value,
        null as currency,
        outcome,
        sum(sessions) as sessions,
        null as amount
    from alike
    join outcome_kinds using (outcome)
    group by grouping sets (
        (outcome, risk),
        (outcome, session_type),
        (outcome, came_before),
        (outcome, kept),
        (outcome, reached_checkout),
        (outcome, renewals),
        (outcome, manual_extends)
    )
    union all
    select 'country', country::varchar, currency::varchar, outcome, count(*), sum(cart_value)
    from chosen
    join outcome_kinds using (outcome)
    where $with_breakdown
    group by country, currency, outcome
    union all
    select 'lasted_seconds', lasted::varchar, null, outcome, count(*), null
    from chosen
    join outcome_kinds using (outcome)
    where $with_breakdown
    group by lasted, outcome
),

breakdown as (
    select
        dimension,
        value,
        currency,
        sum(sessions)::bigint as sessions,
        coalesce(sum(sessions) filter (where is_open), 0)::bigint as still_open,
        coalesce(sum(sessions) filter (where has_ended), 0)::bigint as ended,
        coalesce(sum(sessions) filter (where is_converted), 0)::bigint as converted,
        coalesce(sum(sessions) filter (where is_expired), 0)::bigint as expired,
        sum(amount) filter (where is_converted) as value_converted,
        sum(amount) filter (where is_expired) as value_left
    from breakdown_cells
    join outcome_kinds using (outcome)
    group by dimension, value, currency
),

of_days as (
    select
        greatest(
            date_trunc('day', started_at) + interval 12 hours, $bucket_starts[1]::timestamp
        ) as noon,
        lasted as value,
        count(*) as sessions
    from chosen
    join outcome_kinds using (outcome)
    where $with_medians
      and is_converted
      and lasted is not null
    group by all
),

counted as (
    select bucket, value, sum(sessions)::bigint as sessions
    from of_days
    asof join buckets on of_days.noon >= buckets.bucket
    group by bucket, value
),

run as (
    select
        *,
        sum(sessions) over (partition by bucket order by value)::bigint as up_to,
        sum(sessions) over (partition by bucket)::bigint as total
    from counted
),

medians as (
    select bucket, value, up_to - sessions as below, sessions, total
    from run
    where 2 * up_to >= total
      and 2 * (up_to - sessions) < total
)

select
    (select coalesce(list(moments), []) from moments) as moments,
    (select coalesce(list(breakdown), []) from breakdown) as breakdown,
    (select coalesce(list(medians order by bucket), []) from medians) as medians
