-- One row a session of one page of the list, in the list's order.
select
    session_no,
    store::varchar as store,
    cart_token,
    session_type::varchar as session_type,
    country::varchar as country,
    item_count,
    cart_value,
    currency::varchar as currency,
    status::varchar as status,
    risk::varchar as risk,
    started_at,
    expires_at,
    last_activity_at
from sessions
where ($all_stores or store in $stores)
  and ($status is null or coalesce(status::varchar, $not_recorded) = $status)
  and ($risk is null or coalesce(risk::varchar, $not_recorded) = $risk)
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
order by
    case when $sort = 'value' then currency is null end,
    case when $sort = 'value' then cart_value end desc nulls last,
    case when $sort = 'items' then item_count end desc nulls last,
    case when $sort = 'expiring' then coalesce(status = 'Active', false) end desc,
    case when $sort = 'expiring' then expires_at end asc nulls last,
    case
        when $sort = 'risk'
            then case risk
                when 'Restricted' then 0
                when 'Review' then 1
                when 'Monitored' then 2
                when 'Normal' then 3
                else if(risk is null, 5, 4)
            end
    end asc,
    case when $sort = 'oldest' then started_at end asc,
    started_at desc,
    session_no
limit 50 offset $skipped;
