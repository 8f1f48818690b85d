"""`OrgModel` in Mesa's own `SolaraViz`, for developers of the model: ``python -m sim.app.mesa_page [SCENARIO]``.

Mesa draws with Vue 2 and the workshop with Vue 3, so it takes an environment of its own. Anywhere else the start says
in one line how to make one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import networkx as nx

from sim.app.serving.assets import FORCED
from sim.app.serving.start import Start
from sim.model import OrgModel
from sim.scenario.schema import Scenario
from sim.words.catalogue import say

MODULE = "sim.app.mesa_page"
SOLARA = "solara.server.starlette:app"
NEEDED = {"solara": "1.", "ipyvue": "1.", "ipyvuetify": "1.", "altair": ""}
"""How the versions must begin. Tried with Mesa 3.5.1 and Solara 1.58.2 and 1.64.1."""
INSTALL = 'pip install -e . "solara==1.64.1" "ipyvue<2" "ipyvuetify<2" altair'
PORT = 8765
SEEDS = 100
PLOTTED = ("adoption", "fear", "revenue")
LAYOUT_SEED = 1
SIZE = (7.0, 6.0)
FAILED = 2


def unfit(find: Callable[[str], str] = version) -> str | None:
    """Say in one line what is in the way of Mesa's surface here; None where it runs."""
    for name, beginning in NEEDED.items():
        try:
            found = find(name)
        except PackageNotFoundError:
            found = ""
        if not found or not found.startswith(beginning):
            return say("en", "serving.mesa_unfit", found=f"{name} {found}" if found else f"no {name}", install=INSTALL)
    return None


def scenario_to_open() -> Scenario:
    """The scenario that the command line named, else the one that ``salesshift init`` writes."""
    from sim.scenario.reading import load_scenario, load_text
    from sim.scenario.writing import starter_text

    file = Start.read().scenario
    return load_text(starter_text()) if file is None else load_scenario(file)


def model_of(scenario: Scenario) -> type[OrgModel]:
    """A model of this scenario: Mesa takes an argument of the name `scenario` for one of its own kind."""

    class Model(OrgModel):
        def __init__(self, strategy: str, rng: int = 1) -> None:
            super().__init__(scenario, strategy, rng)

    return Model


def people(model: OrgModel) -> Any:
    """Draw everybody in the influence network: the redder, the more afraid; the larger, the more customers."""
    import solara
    from matplotlib.figure import Figure
    from mesa.visualization.utils import update_counter

    update_counter.get()  # asks to be drawn again after each step
    graph = nx.Graph(model.space.G)
    places = nx.spring_layout(graph, seed=LAYOUT_SEED)
    reps = sorted(model.reps, key=lambda rep: rep.row)
    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.subplots()
    axes.set_axis_off()
    nx.draw_networkx_edges(graph, places, ax=axes, alpha=0.2)
    dots = axes.scatter([places[rep.row][0] for rep in reps], [places[rep.row][1] for rep in reps],
                        s=[20.0 + 5.0 * rep.customers for rep in reps], c=[rep.fear for rep in reps], vmin=0.0,
                        vmax=1.0, cmap="Reds", edgecolors="black")
    figure.colorbar(dots, ax=axes, label="fear", shrink=0.6)
    return solara.FigureMatplotlib(figure)


def page() -> Any:
    """Mesa's surface with a model of this visitor's own."""
    import solara
    from mesa.visualization import Slider, SolaraViz, make_plot_component

    scenario = solara.use_memo(scenario_to_open, [])
    names = [strategy.name for strategy in scenario.strategies]
    model = solara.use_memo(lambda: model_of(scenario)(names[-1]), [])
    parts = solara.use_memo(lambda: [people, *map(make_plot_component, PLOTTED)], [])
    choices = {"strategy": {"type": "Select", "value": names[-1], "values": names, "label": "Strategy"},
               "rng": Slider("Seed", 1, 1, SEEDS, 1)}
    return SolaraViz(model, components=parts, model_params=choices, name=scenario.title)


def __getattr__(name: str) -> Any:
    """Give Solara its `Page` when it asks: only then Solara is imported."""
    if name == "Page":
        import solara

        @solara.component
        def Page() -> Any:
            return page()

        return globals().setdefault(name, Page)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def main() -> int:
    """Serve the page on this machine until stopped."""
    from sim.app.serving.start import AddressError, listen, own_link

    problem = unfit()
    if problem is not None:
        print(problem, file=sys.stderr)
        return FAILED
    try:
        taken = listen("127.0.0.1", PORT, "en")
    except AddressError as error:
        print(error, file=sys.stderr)
        return FAILED
    Start(None, Path(sys.argv[1]) if len(sys.argv) > 1 else None).write()
    os.environ.update(FORCED, SOLARA_APP=MODULE)
    from sim.app.serving.server import serve

    serve(taken, lambda: print(say("en", "serving.ready", address=own_link("127.0.0.1", PORT)), flush=True), SOLARA)
    return 0


if __name__ == "__main__":
    sys.exit(main())
