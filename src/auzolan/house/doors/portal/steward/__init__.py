"""The pages of those who hold an office: what waits for them, closing a period, data, work, licences.

They show counts and tasks, never a list of people with figures.
"""
