"""How everything here is compiled.

Nothing is cached on disk: Numba's cache does not notice when an imported file changes.
"""

from __future__ import annotations

import os

import numba

FASTMATH = os.environ.get("SALESSHIFT_LIMIT_FASTMATH", "") == "1"
"""Whether the compiler may reorder sums and ignore NaN; off is the reference."""

compiled = numba.njit(error_model="numpy", fastmath=FASTMATH)
"""A phase: compiled by itself."""
inlined = numba.njit(error_model="numpy", fastmath=FASTMATH, forceinline=True)
"""Part of a phase: small, or called from one place only."""
