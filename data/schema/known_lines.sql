-- One row a product variant in a cart of a known session, by the session's number, in the order of the
-- input.
create table staged.known_lines as
select session_no, lines.* exclude (store, cart_token)
from staged.lines
join staged.numbered as numbered
    on numbered.store::varchar = lines.store and numbered.cart_token = lines.cart_token;
