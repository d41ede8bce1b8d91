-- One row: how many lines the layout left out, as no session has their cart token.
select (select count(*) from staged.lines) - (select count(*) from copy.lines);
