"""Robustness of a choice: how each strategy does over all worlds that may come."""
