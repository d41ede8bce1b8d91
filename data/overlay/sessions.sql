-- One row a session whose risk level was decided, for the versions of the decisions from
-- since on and before until: what the list asks of a session, with the outcome and the risk level
-- that were decided. outcome_was and concern_was are the copy's own; place_... say where it stands
-- in the orders of the list as the copy has them, block_risk into which block of places the decision
-- moves it in the order by risk.
create table decided.sessions as
select
    sessions.* exclude (
        token_hash, visitor_id, ip, ended_at, cart_updates, max_renewals, user_agent, checkout_id,
        order_id, updated_at, source_file, source_line
    ),
    outcome as outcome_was,
    0::utinyint as concern,
    0::utinyint as concern_was,
    0::integer as place_value,
    0::integer as place_items,
    0::integer as place_expiring,
    0::integer as place_risk,
    0::integer as block_risk,
    0::bigint as since,
    0::bigint as until
from sessions
limit 0
