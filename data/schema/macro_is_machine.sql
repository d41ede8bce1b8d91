-- Whether a session of this type came from a machine: a program that declares itself.
create macro copy.is_machine(session_type) as coalesce(session_type::varchar = 'bot', false);
