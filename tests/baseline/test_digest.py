"""The numbers of the ready scenarios are those that were last written down.

Tolerance: one part in a million. On one kind of processor the numbers are the same to the bit; other kinds
may round exp and log differently in the last place, which moves no count unless a number lies on its edge.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.baseline.digest import FILE, SCENARIOS, digest_of

TOLERANCE = 1e-6
CURE = "If the change is meant: python -m tests.baseline.digest, and say in CHANGELOG.md what moved and why."


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda p: p.stem)
def test_a_ready_scenario_gives_the_numbers_that_were_last_written_down(path: Path) -> None:
    stored = json.loads(FILE.read_text(encoding="utf-8"))[path.stem]
    for strategy, outcomes in digest_of(path).items():
        for name, values in outcomes.items():
            written = pytest.approx(stored[strategy][name], rel=TOLERANCE, abs=1e-9)
            assert values == written, f"{strategy}: {name}. {CURE}"


def test_every_ready_scenario_has_a_digest_and_no_other() -> None:
    assert set(json.loads(FILE.read_text(encoding="utf-8"))) == {p.stem for p in SCENARIOS.glob("*.toml")}
