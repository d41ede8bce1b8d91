-- Event logs of an online shop: event_time, event_type, product_id, price, user_id, user_session,
-- and category_code and brand where there are any. Sessions and lines follow from the events.

-- events
with log as (
    select null::varchar as category_code, null::varchar as brand where false
    union all by name
    select * from raw where coalesce(event_time, event_type, user_session) is not null
)
select
    user_session as cart_token,
    event_time as at,
    case event_type
        when 'cart' then 'item_added'
        when 'remove_from_cart' then 'item_removed'
        when 'purchase' then 'converted'
        when 'view' then 'viewed'
        else event_type
    end as kind,
    product_id,
    nullif(concat_ws(', ', brand, replace(category_code, '.', ' / ')), '') as product,
    price as unit_price,
    user_id as visitor_id,
    _file,
    _line
from log
