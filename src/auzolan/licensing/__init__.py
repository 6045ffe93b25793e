"""How others may use our models: terms, licences, metered use, and what they owe.

No licence without a resolution of the members. It serves no model itself.
"""
