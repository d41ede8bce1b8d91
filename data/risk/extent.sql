-- One row: how many sessions there are.
select count(*) from staged.numbered;
