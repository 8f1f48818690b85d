"""How the workshop's own components in Vue come onto the page.

Every component has its data as properties and one event, ``act``, by which it says what a person did: a dictionary
with ``type`` and what belongs to it. What all of them need in the browser (number formats, the bus on which the
quarter is played, the measuring of their box) stands in ``Kit.vue``, which is there before them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import solara

VUE = Path(__file__).parent / "vue"
Payload = Mapping[str, object]
"""What a component is given, as plain JSON."""
Action = Payload
"""What a component says that a person did; nothing in it is to be relied on before it was looked at."""
Act = Callable[[Action], None]

own = partial(solara.component_vue, vuetify=False)
"""Declare a component of ours by its file: ``@own(str(VUE / "Course.vue"))``."""
