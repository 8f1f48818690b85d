"""Strategies side by side in one batch: every one has the bits that it has alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine import ensemble
from sim.engine.ensemble import batches, simulate_chunk, simulate_each
from sim.scenario.columns import with_values
from sim.scenario.reading import load_scenario
from sim.scenario.schema import Scenario

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "scenarios").glob("*.toml"))
RUNS = np.arange(3)


def differing(scenario: Scenario, seed: int = 7) -> list[tuple[str, str]]:
    """Strategies and outcomes that are not the same alone and beside all others."""
    names = [strategy.name for strategy in scenario.strategies]
    together = simulate_each([(scenario, name) for name in names], replications=RUNS.size, seed=seed)
    alone = (simulate_chunk(scenario, name, seed, RUNS) for name in names)
    return [(ensemble.strategy, name) for ensemble, own in zip(together, alone, strict=True)
            for name, values in own.items() if not np.array_equal(values, ensemble.outcomes[name])]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_strategy_is_the_same_alone_and_beside_all_others(file: Path) -> None:
    assert differing(load_scenario(file)) == []


@pytest.mark.parametrize("file", FILES[:2], ids=lambda file: file.stem)
def test_that_holds_where_only_strategies_with_as_many_positions_share_a_table(file: Path,
                                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ensemble, "SMALL_CELLS", 0)
    assert differing(load_scenario(file)) == []


def test_that_holds_where_values_differ_from_run_to_run() -> None:
    varied = {"framework.error_culture": np.array([0.1, 0.5, 0.9]), "people.spread": np.array([0.0, 0.1, 0.2]),
              "parameters.turnover.fill": np.array([0.2, 0.5, 0.9]), "market.win_rate_new": np.array([0.1, 0.2, 0.3])}
    assert differing(with_values(load_scenario(FILES[0]), varied)) == []


def test_another_seed_is_noticed() -> None:
    scenario = load_scenario(FILES[0])
    here = next(simulate_each([(scenario, "carry_on")], replications=3, seed=1))
    assert not np.array_equal(here.outcomes["profit"], simulate_chunk(scenario, "carry_on", 2, RUNS)["profit"])


def test_cases_come_in_their_order_whatever_shares_a_batch() -> None:
    one, other = load_scenario(FILES[0]), load_scenario(FILES[1])
    cases = [(one, "add_sellers"), (other, "carry_on"), (one, "carry_on"), (other, "carry_on"), (one, "carry_on")]
    found = list(simulate_each(cases, replications=2))
    assert [(e.scenario.title, e.strategy) for e in found] == [(s.title, name) for s, name in cases]
    assert np.array_equal(found[2].outcomes["profit"], found[4].outcomes["profit"])


def test_large_ensembles_keep_other_numbers_of_positions_apart() -> None:
    scenario = load_scenario(ROOT / "scenarios" / "b2b_advisors.toml")
    cases = [(scenario, name) for name in ("carry_on", "add_sellers", "transform_everyone")]
    assert [batch.places for batch in batches(cases, 20, None)] == [(0, 1, 2)]
    assert [batch.places for batch in batches(cases, 1_000, None)] == [(0, 2), (1,)]


def test_progress_counts_every_run_of_every_case() -> None:
    scenario, told = load_scenario(FILES[0]), []
    list(simulate_each([(scenario, "carry_on"), (scenario, "add_sellers")], replications=5, progress=told.append))
    assert sum(told) == 10
