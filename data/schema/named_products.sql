-- One row a way in which a store names a product, and the product's key: its id; where only a title
-- is told, the id that the store gives to that title, if there is one such id, else the title. in_cart:
-- a line names it so. product_no: keys that more sessions name come first.
create table staged.named_products as
with ways as (
    select store, product_id, title, count(*) as sessions, bool_or(in_cart) as in_cart
    from staged.named
    group by all
),
ids as (
    select store, title, min(product_id) as product_id
    from ways
    where product_id is not null and title is not null
    group by store, title
    having count(distinct product_id) = 1
),

keyed as (
    select
        ways.*,
        coalesce(ways.product_id, ids.product_id, ways.title) as product,
        sum(sessions) over (partition by product) as of_key
    from ways
    left join ids on ids.store = ways.store and ids.title = ways.title
)

select
    * exclude (of_key),
    (dense_rank() over (order by of_key desc, product, store) - 1)::integer as product_no
from keyed;
