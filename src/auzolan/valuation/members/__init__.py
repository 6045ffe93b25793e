"""Games in which members are the players: the curator game, and votes by nearest rows.

They stand beside the values that are paid, to show a person what a sum over rows does not see.
"""
