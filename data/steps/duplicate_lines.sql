-- One row a numbered cart line that repeats another one exactly.
create table duplicate_lines as
with alike as (
    select hash(store, cart_token, line_no, product_id, product, variant, sku, quantity, unit_price)
        as likeness
    from checked_lines
    where line_no is not null
    group by likeness
    having count(*) > 1
),
ranked as (
    select
        rowid as row_id,
        row_number() over (
            partition by store, cart_token, line_no, product_id, product, variant, sku, quantity,
                unit_price, reserved_until
            order by _file, _line, rowid
        ) as place
    from checked_lines
    where len(problems) = 0 and line_no is not null
      and hash(store, cart_token, line_no, product_id, product, variant, sku, quantity, unit_price)
          in (select likeness from alike)
)
select row_id from ranked where place > 1;
