-- One row a reason that the build gave, and how often.
select reason, sum(rows)::bigint as rows from copy.reasons group by reason order by rows desc, reason;
