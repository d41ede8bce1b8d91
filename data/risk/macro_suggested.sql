-- The level that reasons suggest. Restricted and Review ask for several reasons of the session's
-- own, so that an address that many share never suggests more than Monitored.
create macro copy.suggested_level(strength, own, own_families) as
case
    when own >= 3 and own_families >= 3 then 'Restricted'
    when own >= 1 and own_families >= 2 then 'Review'
    when strength >= 0.7 then 'Monitored'
    else 'Normal'
end;
