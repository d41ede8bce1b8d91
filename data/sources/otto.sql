-- Shop sessions as nested JSON lines: {"session": 12, "events": [{"aid": 1, "ts": 1659304800025,
-- "type": "clicks" | "carts" | "orders"}]}; ts is milliseconds since 1970, UTC. There are no
-- prices and no quantities: every cart event reserves one.

-- events
with unnested as (
    select
        session,
        unnest(from_json(events, '["json"]')) as event,
        _file,
        _line
    from raw
    where json_type(try_cast(events as json)) = 'ARRAY'
)
select
    session as cart_token,
    coalesce(
        to_timestamp(try_cast(event ->> 'ts' as bigint) / 1000.0)::varchar, event ->> 'ts') as "at",
    case event ->> 'type'
        when 'carts' then 'item_added'
        when 'orders' then 'converted'
        when 'clicks' then 'viewed'
        else event ->> 'type'
    end as kind,
    event ->> 'aid' as product_id,
    _file,
    _line
from unnested
