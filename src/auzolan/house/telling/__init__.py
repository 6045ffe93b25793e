"""What the house tells its operator: lines of log, figures, and whether it is well.

It tells of the program alone. No line and no figure names a person, and nothing here decides or writes.
"""
