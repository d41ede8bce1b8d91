-- One row: how many sessions the copy holds.
select count(*) from staged.numbered;
