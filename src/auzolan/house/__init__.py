"""The house: the live co-operative, with its desk, tables, vault and doors.

Importing it loads no Django: the command line must answer at once and work without the portal.
"""
