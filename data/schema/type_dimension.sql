-- The dimensions by which sessions are rolled up, each alone.
create type copy.dimension_name as enum (
    'risk', 'country', 'session_type', 'came_before', 'kept', 'reached_checkout', 'renewals',
    'manual_extends', 'lasted_seconds'
);
