-- One row a session, by session_no: the value of every signal, in the signal's unit. Null: it is
-- not available, because the source does not record what it is made of or there is too little of
-- it. class: what the user agent declares, null where none is recorded. What a known crawler shows
-- by its nature is not looked at.
create table copy.signals as
with seen as (
    select
        s.session_no, s.store, s.class, s.began, s.ended, s.bought, s.country,
        case when s.class is distinct from 'good crawler' then s.visitor end as visitor,
        case when s.class is distinct from 'good crawler' then s.ip end as ip,
        case when s.class is distinct from 'good crawler' then s.block end as block,
        case when s.class is distinct from 'good crawler' then s.agent end as agent,
        least(facts.checkout_at, s.bought_at) as checkout_at,
        s.at_checkout or facts.checkout_at is not null as at_checkout,
        facts.session_no is not null as has_events,
        facts.only_checkout, facts.adds, facts.first_add, facts.last_add, facts.blocked, facts.refused,
        case when s.class is distinct from 'good crawler' then facts.gaps end as gaps,
        facts.gap_sum, facts.gap_squares,
        recorded.currency, recorded.cart_value, recorded.item_count, recorded.renewals,
        recorded.max_renewals, recorded.manual_extends
    from risk.sessions as s
    join staged.numbered as recorded on recorded.session_no = s.session_no
    left join risk.facts as facts on facts.session_no = s.session_no
),
usual_value as (
    select store, currency, median(cart_value) as cart_value
    from seen
    where currency is not null and cart_value > 0 and class is distinct from 'good crawler'
    group by store, currency
),
measured as (
    select
        seen.session_no,
        seen.store,
        seen.class,
        case when visitor is not null then coalesce(v.in_hour, 1) end::integer as visitor_hour,
        case when visitor is not null then coalesce(v.in_day, 1) end::integer as visitor_day,
        case when visitor is not null then coalesce(weeks.in_week, 1) end::integer as visitor_week,
        case when visitor is not null then coalesce(v.at_once, 1) end::integer as visitor_at_once,
        case when visitor is not null then coalesce(v.total, 1) end::integer as visitor_total,
        case when visitor is not null
             then nullif(coalesce(visitors.countries, (seen.country is not null)::integer), 0)
        end::integer as visitor_countries,
        case when visitor is not null
             then nullif(coalesce(visitors.agents, (agent is not null)::integer), 0)
        end::integer as visitor_agents,
        case when visitor is not null and stores.carts > 0
             then risk.unsold(coalesce(v.unsold, (ended and not bought)::integer),
                              coalesce(v.carts, ended::integer), stores.unsold, stores.carts)
        end::integer as visitor_unsold,
        case when ip is not null then coalesce(i.in_hour, 1) end::integer as ip_hour,
        case when ip is not null then coalesce(i.in_day, 1) end::integer as ip_day,
        case when ip is not null then coalesce(i.at_once, 1) end::integer as ip_at_once,
        case when ip is not null then coalesce(i.total, 1) end::integer as ip_total,
        case when ip is not null
             then nullif(coalesce(addresses.agents, (agent is not null)::integer), 0)
        end::integer as ip_agents,
        case when ip is not null and stores.carts > 0
             then risk.unsold(coalesce(i.unsold, (ended and not bought)::integer),
                              coalesce(i.carts, ended::integer), stores.unsold, stores.carts)
        end::integer as ip_unsold,
        case when block is not null then coalesce(b.in_hour, 1) end::integer as block_hour,
        case when block is not null then coalesce(b.in_day, 1) end::integer as block_day,
        case when block is not null then coalesce(b.at_once, 1) end::integer as block_at_once,
        case when block is not null then block_stock end::integer as block_stock,
        case when agent is not null
             then coalesce(a.in_hour * minutes // greatest(minutes, a.total * 60), 1)
        end::integer as agent_hour,
        case when agent is not null
             then coalesce(a.in_day * minutes // greatest(minutes, a.total * 1440), 1)
        end::integer as agent_day,
        case when agent is not null
             then coalesce(a.at_once * minutes // greatest(minutes, a.seconds // 60), 1)
        end::integer as agent_at_once,
        case when agent is not null and stores.carts > 0
             then risk.unsold(coalesce(a.unsold, (ended and not bought)::integer),
                              coalesce(a.carts, ended::integer), stores.unsold, stores.carts)
        end::integer as agent_unsold,
        stock_share,
        case when max_renewals > 0 and renewals is not null
             then case when at_checkout then 0 else least(100 * renewals // max_renewals, 100) end
        end::integer as renewals_used,
        case when manual_extends is not null
             then case when at_checkout then 0 else manual_extends end
        end::integer as extends_alone,
        case when visitor is not null and rush is not null then coalesce(times, 0) end::integer
            as taken_again,
        case when coalesce(ip, agent) is not null and rush is not null then coalesce(handovers, 0)
        end::integer as hand_to_hand,
        at_limit,
        case when has_events and records_refusals then refused end::integer as refused_updates,
        case when has_events and records_blocks then blocked end::integer as blocked_checkouts,
        case when adds >= 5
             then (adds - 1) * 60000 // greatest(epoch_ms(last_add) - epoch_ms(first_add), 1000)
        end::integer as adding_pace,
        -- Where a session begins with its checkout, nobody knows what time went before.
        case when checkout_at > began or (checkout_at = began and not only_checkout)
             then least((epoch_ms(checkout_at) - epoch_ms(began)) // 1000, 100000000)
        end::integer as checkout_seconds,
        case when gaps >= 5 and gap_sum > 0
             then floor(100 * sqrt(greatest(gaps * gap_squares - gap_sum * gap_sum, 0)) / gap_sum)
        end::integer as evenness,
        case when seen.class is not null then seen.class = 'bot' end::integer as declared_bot,
        case when has_events and records_views and seen.class is distinct from 'good crawler'
             then viewed.session_no is null
        end::integer as no_views,
        rush::integer as product_burst,
        case when seen.cart_value is not null and usual_value.cart_value is not null
             then least(100 * (seen.cart_value / usual_value.cart_value), 1e8)
        end::integer as cart_value,
        seen.item_count::integer as item_count,
        case when visitor is not null
             then coalesce(greatest(date_diff('second', first_began, began),
                                    date_diff('second', began, last_began)) // 86400, 0)
        end::integer as known_days
    from seen
    join risk.stores as stores on stores.store = seen.store
    left join risk.company as v on v.kind = 'visitor' and v.session_no = seen.session_no
    left join risk.company as i on i.kind = 'ip' and i.session_no = seen.session_no
    left join risk.company as b on b.kind = 'block' and b.session_no = seen.session_no
    left join risk.company as a on a.kind = 'agent' and a.session_no = seen.session_no
    left join risk.weeks on weeks.session_no = seen.session_no
    left join risk.visitors as visitors using (visitor)
    left join risk.addresses as addresses using (ip)
    left join risk.products on products.session_no = seen.session_no
    left join risk.shares on shares.session_no = seen.session_no
    left join risk.handovers on handovers.session_no = seen.session_no
    left join risk.returns on returns.session_no = seen.session_no
    left join risk.viewed on viewed.session_no = seen.session_no
    left join usual_value
        on usual_value.store = seen.store and usual_value.currency = seen.currency
)
select * replace (
    risk.readable(agent_hour) as agent_hour,
    risk.readable(agent_day) as agent_day,
    risk.readable(agent_at_once) as agent_at_once,
    risk.readable(extends_alone) as extends_alone,
    risk.readable(adding_pace) as adding_pace,
    risk.readable(checkout_seconds) as checkout_seconds,
    risk.readable(evenness) as evenness,
    risk.readable(product_burst) as product_burst,
    risk.readable(cart_value) as cart_value,
    risk.readable(item_count) as item_count
)
from measured
order by session_no;
