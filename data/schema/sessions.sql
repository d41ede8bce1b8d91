-- One row a session, in the order of their start; session_no counts them from 0, so that a time
-- range is a range of session_no. What the list shows stands first. outcome stands for status and
-- risk. risk is the level shown: the recorded one, or else (not risk_recorded) the suggested one.
-- score: of 100 sessions of its store, how many look less risky; the rest is in copy.scores.
-- A search for a part of the token reads its marks (data/token_marks.py), and token_lower where
-- they allow a hit; that is uncompressed because unpacking would cost more than the search.
-- came_before: an earlier session of the same visitor in the same store is in the copy; null: the
-- visitor is not recorded.
-- kept: the cart held an item at its end (an active one: holds one now), or came to the checkout;
-- null: neither item count nor lines are recorded. reached_checkout: it came to the checkout, by a
-- checkout id or an event; null: its store records no checkouts, save for who converted. Converted
-- implies both, so the steps of a funnel lie within each other: all, kept, reached_checkout,
-- status Converted.
-- lasted_seconds: whole seconds from start to end; an expired session without a recorded end ended
-- when its timer did. Null: not ended, or the end is not recorded.
create table copy.sessions (
    session_no integer not null,
    store copy.store_name not null,
    outcome usmallint not null,
    token_marks_low ubigint not null,
    token_marks_high ubigint not null,
    started_at timestamp not null,
    status copy.status_name,
    risk copy.risk_name not null,
    risk_recorded boolean not null,
    suggested copy.risk_name not null,
    score decimal(4, 1) not null,
    country copy.country_code,
    currency copy.currency_code,
    session_type copy.session_type_name,
    item_count integer,
    cart_value decimal(18, 4),
    expires_at timestamp,
    last_activity_at timestamp,
    ip_number uhugeint,
    came_before boolean,
    kept boolean,
    reached_checkout boolean,
    lasted_seconds bigint,
    cart_token varchar not null,
    token_lower varchar not null using compression uncompressed,
    token_hash varchar not null,
    visitor_id varchar,
    ip varchar,
    ended_at timestamp,
    cart_updates integer,
    renewals integer,
    max_renewals integer,
    manual_extends integer,
    user_agent varchar,
    checkout_id varchar,
    order_id varchar,
    updated_at timestamp,
    source_file varchar,
    source_line bigint
);
