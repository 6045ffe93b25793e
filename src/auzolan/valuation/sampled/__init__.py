"""Values for models that no closed form knows: coalitions are drawn, or solved by small statistics.

An estimate always comes with its standard error; nothing here is paid by.
"""
