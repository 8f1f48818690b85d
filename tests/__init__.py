"""The tests, mirroring `sim/`. A package, so that no installed library of that name stands before it."""
