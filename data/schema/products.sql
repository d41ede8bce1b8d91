-- One row a product of a store, by its key: its id, else its title. title is what most sessions
-- call it; null: only its id is told. Products of one key have numbers side by
-- side; keys that more sessions name come first, so that what stands high in any time has low numbers.
create table copy.products as
select
    product_no,
    store,
    product,
    arg_max(title, (sessions, title)) filter (where title is not null) as title
from staged.named_products
group by product_no, store, product
order by product_no;
