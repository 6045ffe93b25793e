"""Training, serving and valuing at scale: the part that may touch files, processes and libraries.

Reads recipes and arrays, gives arrays, counts and artefacts. Seals nothing, decides nothing, asks
no consent: what comes in here was permitted before.
"""
