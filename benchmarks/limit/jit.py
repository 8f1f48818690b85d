"""How everything here is compiled.

Nothing is cached on disk: Numba's cache does not notice when an imported file changes.
"""

from __future__ import annotations

import os
from functools import partial

import numba

FASTMATH = os.environ.get("SALESSHIFT_LIMIT_FASTMATH", "") == "1"
"""Whether the compiler may reorder sums and ignore NaN; off is the reference (measured: on is not faster)."""

entry = partial(numba.njit, error_model="numpy", fastmath=FASTMATH, no_cfunc_wrapper=True, _nrt=False)
"""What Python calls. Nothing is allocated inside, and so no references are counted: that alone doubles the speed."""
compiled = partial(entry, no_cpython_wrapper=True, forceinline=True)
"""Everything else. Inlined down to the last law, so that nothing is passed and nothing saved at calls: a twentieth
faster than with a function per phase. Without wrappers for Python, which would take most of the compilation."""
