-- What is said of a number, a time or a code; the words that programs write for "nothing" are
-- nothing, and all of them are short.
create macro value_of(said) as
    case when strlen(said) <= 4 and upper(said) in ('NULL', 'NONE', 'NAN', 'NAT', '<NA>', '\N', '-')
         then null else said end;
