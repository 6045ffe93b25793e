"""The pages of companies that use the members' data: what there is, their licences, money, duties.

A company sees its own alone. What it asks for binds nobody until an office has put it on the record.
"""
