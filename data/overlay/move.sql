-- One row a session of these that the copy holds.
insert into decided.sessions by name
with decisions as (
    select unnest($stores) as store, unnest($tokens) as cart_token, unnest($levels) as level
),

-- Each step is a set of what the next one looks for, so that few decisions read little.
numbered as materialized (
    select session_no
    from tokens
    where token_number in (select md5_number_lower(lower(cart_token)) from decisions)
),

spelled as materialized (
    from sessions
    where rowid in (select session_no from numbered)
),

found as materialized (
    select spelled.*, decisions.level
    from spelled
    join decisions
        on spelled.cart_token = decisions.cart_token
        and spelled.store::varchar = decisions.store
),

placed as (
    select
        session_no,
        max(place) filter (where list_order = 'value') as place_value,
        max(place) filter (where list_order = 'items') as place_items,
        max(place) filter (where list_order = 'expiring') as place_expiring,
        max(place) filter (where list_order = 'risk') as place_risk
    from places
    where session_no in (select session_no from found)
    group by session_no
),

moved as (
    select
        found.* exclude (level, outcome, risk),
        is_now.outcome,
        is_now.risk,
        is_now.concern,
        found.outcome as outcome_was,
        was.concern as concern_was
    from found
    join outcomes as was on was.outcome = found.outcome
    join outcomes as is_now
        on is_now.status is not distinct from found.status
        and is_now.risk::varchar = found.level
),

blocks_of as (
    select moved.session_no, count(bounds.session_no) - 1 as block_risk
    from moved
    left join decided.bounds as bounds
        on (bounds.concern, -bounds.score, -bounds.session_no)
        <= (moved.concern, -moved.score, -moved.session_no)
    group by moved.session_no
)

select
    moved.* exclude (
        token_hash, visitor_id, ip, ended_at, cart_updates, max_renewals, user_agent, checkout_id,
        order_id, updated_at, source_file, source_line
    ),
    place_value,
    place_items,
    place_expiring,
    place_risk,
    greatest(block_risk, 0)::integer as block_risk,
    $version as since,
    $forever as until
from moved
join placed using (session_no)
join blocks_of using (session_no)
