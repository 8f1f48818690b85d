"""The science: pure functions over columns, one mechanism and one equation each.

A law knows no run, no file and no screen. Its arguments are arrays of shape
(reps, runs), or anything that broadcasts to it, and the parameters of its family;
chance comes in as numbers. States between 0 and 1 move through `basics.relax`, an
exact exponential, so that no rate can carry them out of their range.
"""
