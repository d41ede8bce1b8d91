-- One row a session of the input: its fields typed, and why any of them cannot be used.
create table checked_sessions as
with given as (
    select
        said(store) as store,
        said(cart_token) as cart_token,
        said(token_hash) as token_hash,
        said(visitor_id) as visitor_id,
        said(session_type) as session_type,
        said(ip) as ip,
        said(country) as country,
        said(status) as status,
        said(risk) as risk,
        said(currency) as currency,
        said(cart_value) as cart_value,
        said(item_count) as item_count,
        said(started_at) as started_at,
        said(expires_at) as expires_at,
        said(last_activity_at) as last_activity_at,
        said(ended_at) as ended_at,
        said(cart_updates) as cart_updates,
        said(renewals) as renewals,
        said(max_renewals) as max_renewals,
        said(manual_extends) as manual_extends,
        said(user_agent) as user_agent,
        said(checkout_id) as checkout_id,
        said(order_id) as order_id,
        said(updated_at) as updated_at,
        coalesce(_merged = 'true', false) as merged,
        _file,
        _line
    from mapped_sessions
),
texts as (
    select
        store,
        id_of(cart_token) as cart_token,
        token_hash,
        id_of(value_of(visitor_id)) as visitor_id,
        value_of(session_type) as session_type,
        value_of(ip) as ip,
        value_of(country) as country,
        value_of(status) as status,
        value_of(risk) as risk,
        upper(value_of(currency)) as currency,
        value_of(cart_value) as cart_value,
        value_of(item_count) as item_count,
        value_of(started_at) as started_at,
        value_of(expires_at) as expires_at,
        value_of(last_activity_at) as last_activity_at,
        value_of(ended_at) as ended_at,
        value_of(cart_updates) as cart_updates,
        value_of(renewals) as renewals,
        value_of(max_renewals) as max_renewals,
        value_of(manual_extends) as manual_extends,
        user_agent,
        id_of(value_of(checkout_id)) as checkout_id,
        id_of(value_of(order_id)) as order_id,
        value_of(updated_at) as updated_at,
        merged,
        _file,
        _line
    from given
),
typed as (
    select
        texts.*,
        try_cast(cart_value as decimal(38, 4)) as value_read,
        try_cast(item_count as decimal(38, 6)) as items_read,
        try_cast(cart_updates as decimal(38, 6)) as updates_read,
        try_cast(renewals as decimal(38, 6)) as renewals_read,
        try_cast(max_renewals as decimal(38, 6)) as max_read,
        try_cast(manual_extends as decimal(38, 6)) as extends_read,
        try_cast(started_at as timestamptz) as start_read,
        try_cast(expires_at as timestamptz) as expiry_read,
        try_cast(last_activity_at as timestamptz) as activity_read,
        try_cast(ended_at as timestamptz) as end_read,
        try_cast(updated_at as timestamptz) as update_read,
        coalesce(statuses.term, texts.status) as status_term,
        coalesce(risks.term, texts.risk) as risk_term,
        coalesce(types.term, texts.session_type) as type_term,
        currencies.code as currency_code,
        countries.code as country_code,
        addresses.canonical as known_ip,
        addresses.number as ip_number,
        addresses.note as ip_note
    from texts
    left join known_terms as statuses
        on statuses.concept = 'status' and statuses.said = lower(texts.status)
    left join known_terms as risks on risks.concept = 'risk' and risks.said = lower(texts.risk)
    left join known_terms as types
        on types.concept = 'session_type' and types.said = lower(texts.session_type)
    left join known_currencies as currencies on currencies.code = texts.currency
    left join known_countries as countries on countries.said = texts.country
    left join known_addresses as addresses on addresses.said = texts.ip
)
select
    store,
    cart_token,
    token_hash,
    visitor_id,
    type_term as session_type,
    known_ip as ip,
    ip_number,
    ip_note,
    case when ip_note is not null then typed.ip end as ip_said,
    country_code as country,
    country as country_said,
    status_term as status,
    risk_term as risk,
    currency_code as currency,
    try_cast(value_read as decimal(18, 4)) as cart_value,
    try_cast(items_read as integer) as item_count,
    moment(start_read) as started_at,
    moment(expiry_read) as expires_at,
    moment(activity_read) as last_activity_at,
    moment(end_read) as ended_at,
    try_cast(updates_read as integer) as cart_updates,
    try_cast(renewals_read as integer) as renewals,
    try_cast(max_read as integer) as max_renewals,
    try_cast(extends_read as integer) as manual_extends,
    user_agent,
    checkout_id,
    order_id,
    moment(update_read) as updated_at,
    merged,
    (start_read is not null and has_no_zone(started_at))
        or (expiry_read is not null and has_no_zone(expires_at))
        or (activity_read is not null and has_no_zone(last_activity_at))
        or (end_read is not null and has_no_zone(ended_at))
        or (update_read is not null and has_no_zone(updated_at)) as naive,
    _file,
    _line,
    list_filter(
        [
            case when cart_token is null then problem('cart_token', 'missing', null) end,
            case when started_at is null then problem('started_at', 'missing', null) end,
            moment_problem('started_at', started_at, start_read),
            moment_problem('expires_at', expires_at, expiry_read),
            moment_problem('last_activity_at', last_activity_at, activity_read),
            moment_problem('ended_at', ended_at, end_read),
            moment_problem('updated_at', updated_at, update_read),
            case when end_read < start_read
                 then problem('ended_at', 'before started_at', ended_at) end,
            case when expiry_read < start_read
                 then problem('expires_at', 'before started_at', expires_at) end,
            case when activity_read < start_read
                 then problem('last_activity_at', 'before started_at', last_activity_at) end,
            case when ip is not null and ip_number is null and ip_note is null
                 then problem('ip', case when contains(ip, ',')
                     then 'several addresses where one is wanted'
                     else 'not an IP address' end, ip) end,
            case when currency is not null and currency_code is null
                 then problem('currency', 'not an ISO 4217 currency', currency) end,
            money_problem('cart_value', cart_value, value_read),
            whole_problem('item_count', item_count, items_read, 1000000),
            whole_problem('cart_updates', cart_updates, updates_read, 10000000),
            whole_problem('renewals', renewals, renewals_read, 1000000),
            whole_problem('max_renewals', max_renewals, max_read, 1000000),
            whole_problem('manual_extends', manual_extends, extends_read, 1000000)
        ],
        lambda found: found is not null
    ) as problems
from typed;
