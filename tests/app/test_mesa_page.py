"""Mesa's own surface: in the workshop's environment it says what it needs; its parts work on the model."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError

import pytest

from sim.app.mesa_page import INSTALL, model_of, unfit
from sim.scenario.reading import load_text
from sim.scenario.writing import starter_text
from tests.app.starting import ROOT, surroundings

FITTING = {"solara": "1.64.1", "ipyvue": "1.13.0", "ipyvuetify": "1.12.0", "altair": "6.3.0"}


def test_in_the_workshops_environment_it_ends_with_one_line() -> None:
    pytest.importorskip("solara")
    done = subprocess.run([sys.executable, "-m", "sim.app.mesa_page"], cwd=ROOT, env=surroundings(),
                          capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("Mesa's SolaraViz needs an environment of its own, and here is ipyvue 3.1.1: "
                           f"{INSTALL}\n")


def test_where_everything_fits_nothing_is_in_the_way() -> None:
    assert unfit(FITTING.__getitem__) is None


@pytest.mark.parametrize("name", FITTING)
def test_what_is_missing_is_named(name: str) -> None:
    def find(asked: str) -> str:
        if asked == name:
            raise PackageNotFoundError(asked)
        return FITTING[asked]

    assert f"here is no {name}: pip install" in str(unfit(find))


def test_the_model_that_mesa_makes_anew_keeps_the_scenario() -> None:
    scenario = load_text(starter_text())
    model = model_of(scenario)(strategy="small_steps", rng=3)
    model.step()
    again = type(model)(strategy="small_steps", rng=3)
    again.step()
    assert len(model.reps) == scenario.organisation.reps
    assert again.latest["adoption"][0] == model.latest["adoption"][0]
