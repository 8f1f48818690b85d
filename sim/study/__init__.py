"""Studies: what a design asks, the runs that answer it, and what can be concluded from them."""
