-- What the reasons of a session weigh together. What unrelated people may share is no reason alone:
-- it bears out the session's own reasons, and weighs as much as they do at most. Only a crowded
-- address weighs something by itself: what it weighs beyond 1.3, as no office or carrier of a usual
-- size does, or all of it where no visitor is recorded and the address stands in for one. A visitor
-- known for a week takes a quarter off, less what crowding by the visitor weighs.
create macro copy.strength_of(own, shared, network, known_days, visitor) as
own
    + least(shared, greatest(own, network - case when known_days is null then 0 else 1.3 end, 0))
    - case when known_days >= 7 then greatest(0.25 - visitor, 0) else 0 end;
