"""From rows to models: snapshots, recipes, uses, lineage, evaluation, retirement.

It checks and remembers; the training itself happens in the engine, outside the pure rooms.
"""
