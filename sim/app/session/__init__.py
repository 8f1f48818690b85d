"""What one browser has before it, and what its actions do to that."""
