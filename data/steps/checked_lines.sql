-- One row a cart line of the input: its fields typed, and why any of them cannot be used.
create table checked_lines as
with given as (
    select
        said(store) as store,
        said(cart_token) as cart_token,
        said(line_no) as line_no,
        said(product_id) as product_id,
        said(product) as product,
        said(variant) as variant,
        said(sku) as sku,
        said(quantity) as quantity,
        said(unit_price) as unit_price,
        said(reserved_until) as reserved_until,
        _file,
        _line
    from mapped_lines
),
texts as (
    select
        store,
        id_of(cart_token) as cart_token,
        value_of(line_no) as line_no,
        id_of(product_id) as product_id,
        product,
        variant,
        sku,
        value_of(quantity) as quantity,
        value_of(unit_price) as unit_price,
        value_of(reserved_until) as reserved_until,
        _file,
        _line
    from given
),
typed as (
    select
        *,
        try_cast(line_no as decimal(38, 6)) as number_read,
        try_cast(quantity as decimal(38, 6)) as quantity_read,
        try_cast(unit_price as decimal(38, 4)) as price_read,
        try_cast(reserved_until as timestamptz) as reserved_read
    from texts
)
select
    store,
    cart_token,
    try_cast(number_read as integer) as line_no,
    product_id,
    product,
    variant,
    sku,
    try_cast(quantity_read as integer) as quantity,
    try_cast(price_read as decimal(18, 4)) as unit_price,
    moment(reserved_read) as reserved_until,
    _file,
    _line,
    list_filter(
        [
            case when cart_token is null then problem('cart_token', 'missing', null) end,
            whole_problem('line_no', line_no, number_read, 1000000000),
            whole_problem('quantity', quantity, quantity_read, 10000),
            case when quantity_read = 0
                 then problem('quantity', 'zero: a line holds at least 1', quantity) end,
            money_problem('unit_price', unit_price, price_read),
            moment_problem('reserved_until', reserved_until, reserved_read)
        ],
        lambda found: found is not null
    ) as problems
from typed;
