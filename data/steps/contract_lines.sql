-- No row: the columns that a source may give of a cart line, all of them text.
create view contract_lines as
select
    null::varchar as store, null::varchar as cart_token, null::varchar as line_no,
    null::varchar as product_id, null::varchar as product, null::varchar as variant,
    null::varchar as sku, null::varchar as quantity, null::varchar as unit_price,
    null::varchar as reserved_until, null::varchar as _file, null::bigint as _line
where false;
