"""Statistics: paired replications and their intervals, curves and where they cross."""
