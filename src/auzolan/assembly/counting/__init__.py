"""How rankings and scores become results: a library of its own, exact in whole numbers.

Arrays in, results out. It knows no member, no poll and no charter: who may vote, and what a result
allows, is for the rules of the room.
"""
