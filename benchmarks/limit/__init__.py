"""The same laws in one compiled loop, one run at a time: how far is the engine from compiled code?

The laws themselves are those of `sim.laws`, translated; the order of a quarter and the start are written anew, as one
would write them for a compiler: few passes, no tables of intermediate results, chance only where it is needed.
"""
