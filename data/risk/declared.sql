-- One row a user agent that declares a program: a known crawler, or another bot.
create table risk.declared (user_agent varchar not null, class varchar not null);
