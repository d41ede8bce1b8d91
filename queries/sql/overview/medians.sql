-- One row a bucket of time in which sessions started that converted ($converted are their outcomes), if
-- their end is recorded: the bin of duration_bin that holds their median time to convert (value, in
-- seconds), how many took less than that bin (below), how many fall into it (sessions), and how many
-- there are (total). As scanned.sql, for buckets that are hours, whatever the filters. $bucket_starts are
-- in UTC.
with facts as (
    select
        sessions.* exclude (outcome),
        coalesce(moved.outcome, sessions.outcome) as outcome
    from sessions
    left join decided.moved($as_of) as moved using (session_no)
    where sessions.session_no >= $first
      and sessions.session_no < $after
),

cells as (
    select
        time_bucket(interval 15 minutes, started_at) as "at",
        duration_bin(lasted_seconds) as value,
        count(*) as sessions
    from facts
    where ($all_stores or store in $stores)
      and outcome in $converted
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
      and lasted_seconds is not null
    group by all
),

buckets as (
    select unnest($bucket_starts::timestamp[]) as bucket
),

counted as (
    select bucket, value, sum(sessions)::bigint as sessions
    from cells
    asof join buckets on cells."at" >= buckets.bucket
    group by bucket, value
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
