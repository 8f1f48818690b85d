"""How fast the model is: measured against its peers, its own limit and its own promises. See docs/performance.md."""
