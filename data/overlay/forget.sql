-- What was laid over the copy is of a database that is no longer there.
delete from decided.sessions
