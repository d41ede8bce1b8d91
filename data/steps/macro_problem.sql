-- Why one field of a row cannot be used.
create macro problem(named, why, given) as
    struct_pack("column" := named, reason := why, value := given);
