-- One row a session, with what follows from its lines, its events, its token and its user agent.
insert into staged.sessions by name
select
    s.store,
    s.cart_token,
    coalesce(s.token_hash, sha256(s.cart_token)) as token_hash,
    s.visitor_id,
    coalesce(s.session_type, agents.session_type) as session_type,
    s.ip,
    s.ip_number,
    s.country,
    s.status,
    s.risk,
    s.currency,
    coalesce(s.cart_value, case when $lines_are_whole and lines.items is null then 0
                                else lines.value end) as cart_value,
    coalesce(s.item_count, lines.items, case when $lines_are_whole then 0 end) as item_count,
    s.started_at,
    s.expires_at,
    coalesce(s.last_activity_at, events.last_at) as last_activity_at,
    s.ended_at,
    coalesce(s.cart_updates, events.cart_updates) as cart_updates,
    coalesce(s.renewals, events.renewals) as renewals,
    s.max_renewals,
    coalesce(s.manual_extends, events.manual_extends) as manual_extends,
    s.user_agent,
    s.checkout_id,
    s.order_id,
    s.updated_at,
    s._file as source_file,
    s._line as source_line
from usable_sessions as s
left join line_totals as lines on lines.store = s.store and lines.cart_token = s.cart_token
left join event_totals as events on events.store = s.store and events.cart_token = s.cart_token
left join known_agents as agents on agents.said = s.user_agent
where not exists (
    select 1 from in_minor_units as wrong
    where wrong.store = s.store and wrong.cart_token = s.cart_token
);
