-- One row: of each of three ranges, from session_no $lows up to before $highs, how many sessions started
-- before the moment of $moments, whatever stores are asked for. A session's number is its row's place in
-- the file: by rowid no others are looked at.
select
    count(*) filter (where rowid >= $lows[1] and rowid < $highs[1] and started_at < $moments[1]),
    count(*) filter (where rowid >= $lows[2] and rowid < $highs[2] and started_at < $moments[2]),
    count(*) filter (where rowid >= $lows[3] and rowid < $highs[3] and started_at < $moments[3])
from sessions
where ((rowid >= $lows[1] and rowid < $highs[1])
    or (rowid >= $lows[2] and rowid < $highs[2])
    or (rowid >= $lows[3] and rowid < $highs[3]))
  and ($all_stores or $stores is not null)
