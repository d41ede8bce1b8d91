-- What is said of a number, a time or a code; the words that programs write for "nothing" are
-- nothing, and all of them are short. One text of them plans much faster than a list.
create macro value_of(said) as
    case when strlen(said) <= 4
              and contains(' NULL NONE NAN NAT <NA> \N - ', concat(' ', upper(said), ' '))
         then null else said end;
