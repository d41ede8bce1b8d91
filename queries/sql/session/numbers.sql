-- One row a session whose cart token in lower case is one of some texts: its number.
select session_no
from tokens
where token_number in (
        select md5_number_lower(lower(spelling)) from unnest($spellings) as spelled (spelling)
    )
  and ($all_stores or len($stores) > 0)
