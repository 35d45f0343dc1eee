"""Beyond one machine: the same pipeline on a distributed engine."""
