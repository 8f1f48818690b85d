"""Studies: the design, its runs, and the conclusions that can be drawn from them."""
