"""Who signs in, and as whom: plain tables of their own, away from the books.

Losing them changes nothing that anybody owns, owes or decides; it only sends people to ask for a new
way in.
"""
