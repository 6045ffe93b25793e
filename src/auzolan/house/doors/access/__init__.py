"""Who may see and do what at a door: one matrix, denied by default.

It is the first fence. The second is the desk's own, which asks the charter at every act.
"""
