-- One row a session with events, of the sessions from $first to $last. The shopper's own actions
-- are those that no timer does: renewals come evenly for everybody. An update is refused when its
-- text says so.
insert into risk.facts
with told as (
    select
        session_no,
        kind,
        "at",
        case when kind = 'item_updated' then regexp_matches(
            detail,
            '\b(refused|rejected|denied|not allowed|exceed(s|ed)?|at most|limit reached)\b', 'i'
        ) end as refused,
        case
            when own
                then epoch_ms("at") - lag(epoch_ms("at")) over (
                    partition by session_no, own order by seq, "at")
        end as gap
    from (
        select
            session_no, seq, "at", kind, detail,
            kind in ('item_added', 'item_updated', 'item_removed', 'extended',
                     'checkout_started', 'converted') as own
        from copy.events
        where session_no between $first and $last
    )
)
select
    session_no,
    count(*) filter (where kind = 'item_added'),
    min("at") filter (where kind = 'item_added'),
    max("at") filter (where kind = 'item_added'),
    min("at") filter (where kind in ('checkout_started', 'converted')),
    coalesce(
        min("at") filter (where kind in ('checkout_started', 'converted'))
            < min("at") filter (where kind not in ('checkout_started', 'converted')),
        true),
    count(*) filter (where kind = 'checkout_blocked'),
    count(*) filter (where refused),
    count(gap),
    coalesce(sum(gap), 0),
    coalesce(sum(gap::hugeint * gap), 0)
from told
group by session_no;
