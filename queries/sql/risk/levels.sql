-- One row a hypothesis about one session, by its number: the level that would be suggested if its
-- families weighed so much together. own, shared, network, visitor: see copy.strength_of.
with hypotheses as (
    select
        unnest($numbers::integer[]) as number,
        unnest($own::decimal(6, 3)[]) as own,
        unnest($own_families::integer[]) as own_families,
        unnest($shared::decimal(6, 3)[]) as shared,
        unnest($network::decimal(6, 3)[]) as network,
        unnest($visitor::decimal(6, 3)[]) as visitor
)
select
    number,
    suggested_level(
        strength_of(own, shared, network, $known_days::integer, visitor), own, own_families
    ) as level
from hypotheses
where $all_stores or $store in $stores
