"""The surroundings of the server: Solara's settings, which it reads once, when it is first imported."""

from __future__ import annotations

import os
from pathlib import Path

APPLICATION = "sim.app.main"
FORCED = {
    "SOLARA_APP": APPLICATION,
    "SOLARA_MODE": "production",
    # Nothing is told to anybody: no statistics, no public address asked for, no lasting number of this machine.
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_TELEMETRY_SERVER_USER_ID": "none",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_TITLE": "salesshift",
    # A font that only Solara's own error dialogs would use.
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    # Several threads for one small product of matrices take longer than one, and push the pages aside.
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
}
SUGGESTED = {
    # A laptop that slept through lunch finds its session again; one that went home is forgotten.
    "SOLARA_KERNEL_CULL_TIMEOUT": "2h",
}
"""What whoever starts the server may set otherwise."""


def prepare(assets: Path) -> None:
    """Set everything; to be called before Solara, and before NumPy where its threads matter."""
    os.environ.update(FORCED, SOLARA_ASSETS_PROXY_CACHE_DIR=str(assets))
    for name, value in SUGGESTED.items():
        os.environ.setdefault(name, value)
