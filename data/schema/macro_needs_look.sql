-- Whether a session of this risk level needs a person's look.
create macro copy.needs_look(risk) as
    coalesce(risk::varchar in ('Review', 'Restricted'), false);
