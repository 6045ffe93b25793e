"""What work is owed: hours, job indexes, pay with a floor.

Work is seen a period at a time. No time of day, no speed and no keystroke has a place here.
"""
