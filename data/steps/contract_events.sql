-- No row: the columns that a source may give of an event, all of them text. Those from `variant`
-- on are of use where sessions and lines are derived from events.
create view contract_events as
select
    null::varchar as store, null::varchar as cart_token, null::varchar as seq,
    null::varchar as "at", null::varchar as kind, null::varchar as product_id,
    null::varchar as product, null::varchar as quantity, null::varchar as detail,
    null::varchar as variant, null::varchar as sku, null::varchar as unit_price,
    null::varchar as currency, null::varchar as visitor_id, null::varchar as ip,
    null::varchar as country, null::varchar as user_agent, null::varchar as session_type,
    null::varchar as _file, null::bigint as _line
where false;
