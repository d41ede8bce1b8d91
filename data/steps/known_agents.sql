-- One row a user agent of the input, and the session type that it tells.
create table known_agents (said varchar, session_type varchar);
