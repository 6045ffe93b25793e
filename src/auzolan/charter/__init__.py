"""The charter: rules as typed data, the bounds of the law on them, and who may do what.

It knows no act of a particular room; it is asked with an act's type, actor and subject.
"""
