"""What members are paid by: canonical rows and their exact values, in whole numbers.

No float decides anything here, so every machine finds the same figures. It pays nobody itself.
"""
