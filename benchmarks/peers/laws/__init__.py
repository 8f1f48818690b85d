"""The laws of docs/model.md, section 7, as functions of Python floats; modules in the order of the quarter.

Names are those of the document. `p` is the family of parameters that a law reads most; the others follow it.
"""
