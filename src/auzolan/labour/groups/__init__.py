"""Releasing about groups without showing anybody: tables of cells, and what may be told of them.

Arrays in and out, whole numbers only. It decides what a table may tell, given all that was told
before. It never looks up a person, never draws chance, and takes every limit as an argument: the
charter holds them.

Source: Hundepool, Domingo-Ferrer, Franconi, Giessing, Schulte Nordholt, Spicer and de Wolf,
Statistical Disclosure Control, Wiley 2012, chapters 4 and 5.
"""
