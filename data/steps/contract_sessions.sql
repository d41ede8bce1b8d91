-- No row: the columns that a source may give of a session, all of them text. Where `_merged` is true
-- the input row is a part of the session that another row of its token gives.
create view contract_sessions as
select
    null::varchar as store, null::varchar as cart_token, null::varchar as token_hash,
    null::varchar as visitor_id, null::varchar as session_type, null::varchar as ip,
    null::varchar as country, null::varchar as status, null::varchar as risk,
    null::varchar as currency, null::varchar as cart_value, null::varchar as item_count,
    null::varchar as started_at, null::varchar as expires_at, null::varchar as last_activity_at,
    null::varchar as ended_at, null::varchar as cart_updates, null::varchar as renewals,
    null::varchar as max_renewals, null::varchar as manual_extends, null::varchar as user_agent,
    null::varchar as checkout_id, null::varchar as order_id, null::varchar as updated_at,
    null::varchar as _merged,
    null::varchar as _file, null::bigint as _line
where false;
