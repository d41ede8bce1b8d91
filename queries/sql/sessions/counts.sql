-- One row a status and risk level, with the sessions that all other filters leave of them.
select
    coalesce(status::varchar, $not_recorded) as status,
    coalesce(risk::varchar, $not_recorded) as risk,
    count(*) as sessions
from sessions
where ($all_stores or store in $stores)
  and ($currency is null or currency = $currency)
  and ($since::timestamp is null or started_at >= $since::timestamp)
  and ($until::timestamp is null or started_at < $until::timestamp)
  and (
      not $searching
      or ($part is not null and contains(token_lower, $part))
      or ($begins is not null and starts_with(token_lower, $begins) and ends_with(token_lower, $finishes))
      or country in $countries
      or ip_number between $from_1 and $to_1
      or ip_number between $from_2 and $to_2
      or ip_number between $from_3 and $to_3
  )
group by all;
