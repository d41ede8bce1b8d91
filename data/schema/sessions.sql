-- One row a session, in the order of their start; session_no counts them from 0, so that a time
-- range is a range of session_no. What the list shows stands first. outcome stands for status and
-- risk. A search for a part of the token reads its marks (data/token_marks.py), and token_lower
-- where they allow a hit; that is uncompressed because unpacking would cost more than the search.
create table copy.sessions (
    session_no integer not null,
    store copy.store_name not null,
    outcome usmallint not null,
    token_marks_low ubigint not null,
    token_marks_high ubigint not null,
    started_at timestamp not null,
    status copy.status_name,
    risk copy.risk_name,
    country copy.country_code,
    currency copy.currency_code,
    session_type copy.session_type_name,
    item_count integer,
    cart_value decimal(18, 4),
    expires_at timestamp,
    last_activity_at timestamp,
    ip_number uhugeint,
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
