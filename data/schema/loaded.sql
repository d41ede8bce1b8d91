-- One row a session whose number of items is not known, but which has a line with any.
create table staged.loaded as
select distinct lines.store, lines.cart_token
from staged.lines as lines
semi join (select store, cart_token from staged.sessions where item_count is null) as uncounted
    on uncounted.store = lines.store and uncounted.cart_token = lines.cart_token
where coalesce(quantity, 1) > 0;
