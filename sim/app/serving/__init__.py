"""Starts the workshop: what it needs, where it listens, what the browser loads, how it ends."""
