-- One row: how many of the sessions from session_no $low up to before $high started before a moment,
-- and how many of another such range before another moment, whatever stores are asked for. A session's
-- number is its row's place in the file: by rowid no others are looked at.
select
    count(*) filter (where rowid >= $low and rowid < $high and started_at < $moment),
    count(*) filter (where rowid >= $other_low and rowid < $other_high and started_at < $other_moment)
from sessions
where ((rowid >= $low and rowid < $high) or (rowid >= $other_low and rowid < $other_high))
  and ($all_stores or $stores is not null)
