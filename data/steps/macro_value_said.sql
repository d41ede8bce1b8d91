-- The text of a number, a time or a code; the words that programs write for "nothing" are nothing.
create macro value_said(given) as
    case when upper(said(given)) in ('NULL', 'NONE', 'NAN', 'NAT', '<NA>', '\N', '-')
         then null else said(given) end;
