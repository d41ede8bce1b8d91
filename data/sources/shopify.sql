-- Carts, checkouts, orders and order risks as the Shopify platform sends them, mixed in any way.
-- The cart, the checkout and the order of one cart token are one session; the order says most, then
-- the checkout. The platform records no timer: one that was neither ordered nor completed is taken
-- to have expired 30 minutes after its last activity. An order without a cart token (made by staff,
-- or at a till) never was a cart.

-- sessions
with columns_of as (
    select
        null::varchar as id, null::varchar as token, null::varchar as cart_token,
        null::varchar as checkout_token, null::varchar as checkout_id, null::varchar as order_id,
        null::varchar as order_number, null::varchar as financial_status,
        null::varchar as abandoned_checkout_url, null::varchar as line_items,
        null::varchar as created_at, null::varchar as updated_at, null::varchar as completed_at,
        null::varchar as processed_at, null::varchar as cancelled_at, null::varchar as currency,
        null::varchar as total_line_items_price, null::varchar as browser_ip,
        null::varchar as client_details, null::varchar as shipping_address,
        null::varchar as billing_address, null::varchar as recommendation,
        null::varchar as risk_level, null::varchar as total_price
    where false
),
given as (
    select * replace (
        case when json_type(try_cast(line_items as json)) = 'ARRAY' then line_items end as line_items,
        try_cast(client_details as json) as client_details,
        try_cast(shipping_address as json) as shipping_address,
        try_cast(billing_address as json) as billing_address)
    from (select * from columns_of union all by name select * from raw)
),
sent as (
    select
        *,
        case when line_items is null then 0
             when order_number is not null or financial_status is not null then 3
             when token is null then 0
             when abandoned_checkout_url is not null or cart_token is not null
                  or total_price is not null then 2
             else 1 end as says
    from given
),
checkouts as (
    select token as checkout_token, any_value(coalesce(cart_token, token)) as session_token
    from sent
    where says = 2
    group by token
),
carts as (
    select
        sent.*,
        case says when 1 then token
                  when 2 then coalesce(cart_token, token)
                  when 3 then coalesce(cart_token, session_token, sent.checkout_token)
        end as session_token
    from sent
    left join checkouts on checkouts.checkout_token = sent.checkout_token and says = 3
    where says > 0
),
risks as (
    select
        order_id,
        max(case when recommendation = 'cancel' or upper(risk_level) = 'HIGH' then 3
                 when recommendation = 'investigate' or upper(risk_level) = 'MEDIUM' then 2
                 when recommendation = 'accept' or upper(risk_level) = 'LOW' then 1 end) as level
    from sent
    where order_id is not null and coalesce(recommendation, risk_level) is not null
    group by order_id
),
merged as (
    select
        session_token,
        max(says) as most,
        arg_max(carts.id, updated_at) filter (where says = 3) as order_id,
        coalesce(any_value(carts.id) filter (where says = 2),
                 any_value(carts.checkout_id) filter (where says = 3)) as checkout_id,
        coalesce(any_value(browser_ip) filter (where says = 3),
                 any_value(client_details ->> 'browser_ip'), any_value(browser_ip)) as ip,
        any_value(client_details ->> 'user_agent') as user_agent,
        coalesce(
            arg_max(coalesce(shipping_address ->> 'country_code', shipping_address ->> 'country'), says),
            arg_max(coalesce(billing_address ->> 'country_code', billing_address ->> 'country'), says)
        ) as country,
        arg_max(currency, says) as currency,
        arg_max(total_line_items_price, says) as cart_value,
        arg_max(json_array_length(line_items), says) = 0 as is_empty,
        min(coalesce(try_cast(created_at as timestamptz), try_cast(updated_at as timestamptz)))
            as started_at,
        max(greatest(try_cast(created_at as timestamptz), try_cast(updated_at as timestamptz)))
            as last_activity_at,
        max(try_cast(updated_at as timestamptz)) as updated_at,
        max(try_cast(cancelled_at as timestamptz)) filter (where says = 3) as cancelled_at,
        coalesce(
            min(try_cast(coalesce(processed_at, created_at) as timestamptz)) filter (where says = 3),
            min(try_cast(completed_at as timestamptz))) as converted_at,
        max(risks.level) as level
    from carts
    left join risks on says = 3 and risks.order_id = carts.id
    where session_token is not null
    group by session_token
),
ended as (
    select
        *,
        case when cancelled_at is not null then 'Cancelled'
             when most = 3 or converted_at is not null then 'Converted'
             when last_activity_at + interval 30 minutes < getvariable('build_time') then 'Expired'
             when last_activity_at is not null then 'Active' end as status,
        case when most < 3 and converted_at is null
             then last_activity_at + interval 30 minutes end as expires_at
    from merged
),
rows as (
    select session_token, says, updated_at, _file, _line from carts
    union all
    select orders.session_token, 0, null, said._file, said._line
    from sent as said
    join (select distinct id, session_token from carts where says = 3) as orders
        on orders.id = said.order_id
    where coalesce(said.recommendation, said.risk_level) is not null
)
select
    ended.session_token as cart_token,
    ip,
    user_agent,
    country,
    status,
    case level when 1 then 'Normal' when 2 then 'Review' when 3 then 'Restricted' end as risk,
    currency,
    coalesce(cart_value, case when is_empty then '0' end) as cart_value,
    case when is_empty then 0 end as item_count,
    started_at,
    expires_at,
    last_activity_at,
    case when status <> 'Active'
         then greatest(started_at, case status when 'Cancelled' then cancelled_at
                                               when 'Converted' then converted_at
                                               when 'Expired' then expires_at end) end as ended_at,
    checkout_id,
    order_id,
    try_cast(rows.updated_at as timestamptz) as updated_at,
    rows.says < most as _merged,
    _file,
    _line
from ended
join rows on rows.session_token = ended.session_token

-- lines
with columns_of as (
    select
        null::varchar as token, null::varchar as cart_token, null::varchar as checkout_token,
        null::varchar as order_number, null::varchar as financial_status,
        null::varchar as abandoned_checkout_url, null::varchar as line_items,
        null::varchar as updated_at, null::varchar as created_at, null::varchar as total_price
    where false
),
given as (
    select * replace (
        case when json_type(try_cast(line_items as json)) = 'ARRAY' then line_items end as line_items)
    from (select * from columns_of union all by name select * from raw)
),
sent as (
    select
        *,
        case when line_items is null then 0
             when order_number is not null or financial_status is not null then 3
             when token is null then 0
             when abandoned_checkout_url is not null or cart_token is not null
                  or total_price is not null then 2
             else 1 end as says
    from given
),
checkouts as (
    select token as checkout_token, any_value(coalesce(cart_token, token)) as session_token
    from sent
    where says = 2
    group by token
),
carts as (
    select
        sent.*,
        case says when 1 then token
                  when 2 then coalesce(cart_token, token)
                  when 3 then coalesce(cart_token, session_token, sent.checkout_token)
        end as session_token
    from sent
    left join checkouts on checkouts.checkout_token = sent.checkout_token and says = 3
    where says > 0
),
last as (
    select *
    from carts
    where session_token is not null
    qualify row_number() over (
        partition by session_token
        order by says desc, try_cast(coalesce(updated_at, created_at) as timestamptz) desc nulls last,
                 _file desc, _line desc) = 1
),
unnested as (
    select
        session_token,
        unnest(from_json(line_items, '["json"]')) as line,
        generate_subscripts(from_json(line_items, '["json"]'), 1) as line_no,
        _file,
        _line
    from last
)
select
    session_token as cart_token,
    line_no,
    line ->> 'product_id' as product_id,
    coalesce(line ->> 'title', line ->> 'name') as product,
    line ->> 'variant_title' as variant,
    line ->> 'sku' as sku,
    line ->> 'quantity' as quantity,
    line ->> 'price' as unit_price,
    _file,
    _line
from unnested

-- events
with columns_of as (
    select
        null::varchar as id, null::varchar as token, null::varchar as cart_token,
        null::varchar as checkout_token, null::varchar as order_number,
        null::varchar as financial_status, null::varchar as abandoned_checkout_url,
        null::varchar as line_items, null::varchar as created_at, null::varchar as completed_at,
        null::varchar as processed_at, null::varchar as cancelled_at, null::varchar as cancel_reason,
        null::varchar as name, null::varchar as total_price
    where false
),
given as (
    select * replace (
        case when json_type(try_cast(line_items as json)) = 'ARRAY' then line_items end as line_items)
    from (select * from columns_of union all by name select * from raw)
),
sent as (
    select
        *,
        case when line_items is null then 0
             when order_number is not null or financial_status is not null then 3
             when token is null then 0
             when abandoned_checkout_url is not null or cart_token is not null
                  or total_price is not null then 2
             else 1 end as says
    from given
),
checkouts as (
    select token as checkout_token, any_value(coalesce(cart_token, token)) as session_token
    from sent
    where says = 2
    group by token
),
carts as (
    select
        sent.*,
        case says when 1 then token
                  when 2 then coalesce(cart_token, token)
                  when 3 then coalesce(cart_token, session_token, sent.checkout_token)
        end as session_token
    from sent
    left join checkouts on checkouts.checkout_token = sent.checkout_token and says = 3
    where says > 0
),
moments as (
    select session_token, created_at as moment, 1 as place, 'created' as kind, null as detail,
        _file, _line
    from carts where says = 1
    union all
    select session_token, created_at, 2, 'checkout_started', null, _file, _line
    from carts where says = 2
    union all
    select session_token, completed_at, 3, 'converted', 'checkout completed', _file, _line
    from carts where says = 2
    union all
    select session_token, coalesce(processed_at, created_at), 3, 'converted', concat('order ', name),
        _file, _line
    from carts where says = 3
    union all
    select session_token, cancelled_at, 4, 'cancelled', concat('order cancelled: ', cancel_reason),
        _file, _line
    from carts where says = 3
),
once as (
    select distinct on (session_token, moment, kind) *
    from moments
    where session_token is not null and moment is not null
    order by session_token, moment, kind, _file, _line
)
select
    session_token as cart_token,
    row_number() over (
        partition by session_token order by try_cast(moment as timestamptz), place, _file, _line)
        as seq,
    moment as "at",
    kind,
    detail,
    _file,
    _line
from once
