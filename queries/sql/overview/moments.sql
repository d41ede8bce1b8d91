-- One row a bucket of time, and one more for each status that no term names (kind: bucket); one a weekday
-- (1: Monday) and hour of the viewer's zone (weekly); one a bucket and currency (value): how many
-- sessions started then, what became of them, and what they were worth. $bucket_starts are in UTC; the
-- zone is $zone_minutes ahead of UTC from each of $zone_starts on. Whatever the filters;
-- moments_rolled.sql is for some.
with facts as (
    select
        sessions.* exclude (outcome),
        coalesce(moved.outcome, sessions.outcome) as outcome
    from sessions
    left join decided.moved($as_of) as moved using (session_no)
    where sessions.session_no >= $first
      and sessions.session_no < $after
),

cells as materialized (
    select
        time_bucket(interval 15 minutes, started_at) as "at",
        outcome,
        currency,
        count(*) as sessions,
        sum(cart_value) as amount
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
    from (select distinct "at" from cells) as moments
    asof join zones on moments."at" >= zones.starts
    asof join buckets on moments."at" >= buckets.bucket
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
)

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
