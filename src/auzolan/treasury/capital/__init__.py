"""Capital that comes and goes: joining, leaving, the end of a co-operative."""
