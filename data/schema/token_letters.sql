-- A pattern of the characters in the first cart tokens, which are nearly always those of all.
set variable token_letters = (
    select '[' || coalesce(string_agg(distinct printf('\x{%x}', unicode(letter)), ''), ' ') || ']*'
    from (
        select unnest(string_split(token_lower, '')) as letter
        from (select token_lower from copy.sessions limit $looked_at)
    )
    where letter != ''
);
