-- One row a store in view that has a product of this key: its number, and what it is called.
select product_no, title
from products
where product = $product
  and ($all_stores or store in $stores)
order by product_no
