-- The stretches of time by which sessions are rolled up, beside hours; each lies within the one after it.
create type copy.span_unit as enum (
    'quarter of a day', 'day', 'sixth of a month', 'month', 'ever'
);
