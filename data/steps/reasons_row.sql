-- One reason that the build gave.
insert into copy.reasons values ($outcome, $reason, $rows);
