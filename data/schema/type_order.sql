-- The orders in which the list can stand: by start, and those that have places.
create type copy.order_name as enum ('start', 'value', 'items', 'expiring', 'risk');
