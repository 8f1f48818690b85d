"""Measurements of speed: the peers, the limit, and what the engine costs."""
