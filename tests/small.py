"""A small scenario as a file has it, for tests that run whole commands: a force of eight in two teams."""

from __future__ import annotations

TRAIN = """
[[strategies]]
name = "train"
[[strategies.measures]]
kind = "training"
start = 1
"""
HIRE = """
[[strategies]]
name = "hire"
[[strategies.measures]]
kind = "hire_sellers"
start = 1
sellers = 2
"""


def small(quarters: int = 4, *, hires: bool = False) -> str:
    """With the strategy `train`, and if wanted `hire`."""
    return (f'title = "Small"\nquarters = {quarters}\n[organisation]\nreps = 8\nteam_size = 4\n'
            f"{TRAIN}{HIRE if hires else ''}")
