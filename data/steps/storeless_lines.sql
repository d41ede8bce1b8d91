-- The lines that name no store, of a cart token that is not of one store alone.
update checked_lines
set problems = list_append(
    problems, problem('store', 'missing, and the cart token is not of one store alone', null))
where store is null;
