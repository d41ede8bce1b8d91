-- One row an event of the input: its fields typed, and why any of them cannot be used.
create table checked_events as
with given as (
    select
        said(store) as store,
        said(cart_token) as cart_token,
        said(seq) as seq,
        said("at") as time_said,
        said(kind) as kind,
        said(product_id) as product_id,
        said(product) as product,
        said(quantity) as quantity,
        said(detail) as detail,
        said(variant) as variant,
        said(sku) as sku,
        said(unit_price) as unit_price,
        said(currency) as currency,
        said(visitor_id) as visitor_id,
        said(ip) as ip,
        said(country) as country,
        said(user_agent) as user_agent,
        said(session_type) as session_type,
        _file,
        _line
    from mapped_events
),
texts as (
    select
        store,
        id_of(cart_token) as cart_token,
        value_of(seq) as seq,
        value_of(time_said) as time_said,
        value_of(kind) as kind,
        id_of(product_id) as product_id,
        product,
        value_of(quantity) as quantity,
        detail,
        variant,
        sku,
        value_of(unit_price) as unit_price,
        value_of(currency) as currency,
        id_of(visitor_id) as visitor_id,
        value_of(ip) as ip,
        value_of(country) as country,
        user_agent,
        value_of(session_type) as session_type,
        _file,
        _line
    from given
),
typed as (
    select
        texts.*,
        try_cast(seq as decimal(38, 6)) as number_read,
        try_cast(time_said as timestamptz) as time_read,
        try_cast(quantity as decimal(38, 6)) as quantity_read,
        try_cast(unit_price as decimal(38, 4)) as price_read,
        coalesce(kinds.term, texts.kind) as kind_term
    from texts
    left join known_terms as kinds on kinds.concept = 'kind' and kinds.said = lower(texts.kind)
)
select
    store,
    cart_token,
    try_cast(number_read as integer) as seq,
    moment(time_read) as "at",
    kind_term as kind,
    product_id,
    product,
    try_cast(quantity_read as integer) as quantity,
    detail,
    variant,
    sku,
    try_cast(price_read as decimal(18, 4)) as unit_price,
    currency,
    visitor_id,
    ip,
    country,
    user_agent,
    session_type,
    time_read is not null and has_no_zone(time_said) as naive,
    _file,
    _line,
    list_filter(
        [
            case when cart_token is null then problem('cart_token', 'missing', null) end,
            case when time_said is null then problem('at', 'missing', null) end,
            moment_problem('at', time_said, time_read),
            case when kind is null then problem('kind', 'missing', null) end,
            whole_problem('seq', seq, number_read, 1000000000),
            whole_problem('quantity', quantity, quantity_read, 10000),
            money_problem('unit_price', unit_price, price_read)
        ],
        lambda found: found is not null
    ) as problems
from typed;
