-- The room that they took is free again.
drop table staged.known_events;
