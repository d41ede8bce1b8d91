-- One row: how many events the layout left out, as no session has their cart token.
select (select count(*) from staged.events) - (select count(*) from copy.events);
