-- One row a session, as a contract file has it: $sessions of them from the year before $until. Every
-- value follows from the session's number, so that two runs make the same file.
with numbered as (
    select
        number,
        hash(number) % 1000003 / 1000003.0 as u_store,
        hash(number, 1) % 1000003 / 1000003.0 as u_day,
        hash(number, 2) % 1000003 / 1000003.0 as u_visitor,
        hash(number, 3) % 1000003 / 1000003.0 as u_status,
        hash(number, 4) % 1000003 / 1000003.0 as u_risk,
        hash(number, 5) % 1000003 / 1000003.0 as u_value,
        hash(number, 6) % 1000003 / 1000003.0 as u_items,
        hash(number, 7) % 86400 as second_of_day
    from range($sessions) as counted (number)
),

placed as (
    select
        *,
        -- Few large stores and many small ones: the largest holds about a quarter of all.
        1 + floor(20 * pow(u_store, 2.2))::integer as store_number,
        -- Six visitors to ten sessions, some of whom come back often.
        floor($sessions * 0.6 * pow(u_visitor, 1.2))::bigint as visitor,
        -- More towards the end of the year.
        $until::timestamp
            - to_days(1 + floor(364 * pow(u_day, 1.25))::integer)
            + to_seconds(second_of_day) as started_at,
        case
            when u_status < 0.55 then 'Expired'
            when u_status < 0.86 then 'Converted'
            when u_status < 0.97 then 'Cancelled'
            else 'Active'
        end as status
    from numbered
),

dressed as (
    select
        *,
        hash(visitor) as v,
        hash(visitor, 1) as w,
        started_at + to_seconds(900 + (3600 * u_items)::integer) as expires_at
    from placed
)

select
    'store-' || lpad(store_number::varchar, 2, '0') as store,
    md5(number::varchar) as cart_token,
    md5('visitor' || visitor) as visitor_id,
    case
        when w % 100 < 52 then 'mobile'
        when w % 100 < 92 then 'desktop'
        when w % 100 < 97 then 'tablet'
        else 'bot'
    end as session_type,
    -- One in ten is not recorded, one in ten is IPv6; the others come from some 13,000 networks.
    case
        when v % 10 = 0 then null
        when v % 10 = 1
            then printf('2001:db8:%x:%x::%x', w % 4096, v // 16 % 16, v // 256 % 65536)
        else printf('%d.%d.%d.%d', 11 + v // 16 % 52, w % 256, 0 + v // 1024 % 64, v // 65536 % 254 + 1)
    end as ip,
    (
        [
            'US', 'DE', 'GB', 'FR', 'CZ', 'PL', 'NL', 'ES', 'IT', 'SE', 'AT', 'SK', 'DK', 'NO', 'FI',
            'CA', 'AU', 'JP', 'IE', 'PT', 'BE', 'CH', 'HU', 'RO', 'BG', 'GR', 'HR', 'SI', 'UA', 'LT',
            'LV', 'EE', 'TR', 'IN', 'BR', 'MX', 'ZA', 'NG', 'KE', null
        ]
    )[1 + floor(40 * pow(w % 10007 / 10007.0, 2))::integer] as country,
    status,
    case
        when u_risk < 0.88 then 'Normal'
        when u_risk < 0.96 then 'Monitored'
        when u_risk < 0.99 then 'Review'
        when u_risk < 0.998 then 'Restricted'
    end as risk,
    (['EUR', 'USD', 'GBP', 'CZK'])[1 + store_number % 4] as currency,
    round(exp(2 + 3 * u_value), 2)::decimal(18, 4) as cart_value,
    2 + floor(5 * pow(u_items, 3))::integer as item_count,
    started_at,
    expires_at,
    started_at + to_seconds((1800 * u_items)::integer) as last_activity_at,
    case when status != 'Active' then expires_at end as ended_at,
    2 + (7 * u_value)::integer as cart_updates,
    (4 * u_items)::integer as renewals,
    20 as max_renewals,
    (3 * pow(u_value, 4))::integer as manual_extends,
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/'
        || (100 + v % 40) || '.0.' || (w % 50) || '.0 Safari/537.36' as user_agent,
    expires_at as updated_at
from dressed
