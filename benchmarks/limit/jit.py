"""How everything here is compiled.

Nothing is cached on disk: Numba's cache does not notice when an imported file changes.
"""

from __future__ import annotations

import os
from functools import partial

import numba

FASTMATH = os.environ.get("SALESSHIFT_LIMIT_FASTMATH", "") == "1"
"""Whether the compiler may reorder sums and ignore NaN; off is the reference."""

entry = partial(numba.njit, error_model="numpy", fastmath=FASTMATH, no_cfunc_wrapper=True, _nrt=False)
"""What Python calls. Nothing is allocated inside, and so no references are counted: that alone doubles the speed."""
compiled = partial(entry, no_cpython_wrapper=True)
"""A phase. Only compiled code calls it: to take a scenario from Python apart for each phase doubles compilation."""
inlined = partial(compiled, forceinline=True)
"""Part of a phase: small, or called from one place only."""
