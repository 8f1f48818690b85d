"""Commands on a sweep: discover, robustness, tipping, map; when a strategy wins, and whether the choice is robust."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.progress import waiting
from sim.cli.report import bad_input_ends, bad_values_end, refuse
from sim.cli.run_commands import AsJson
from sim.cli.sweep_commands import Folder, bad_sweeps_end
from sim.cli.target import Force, Out, Target, Yes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.comparison.tables import Cells
    from sim.study.futures import Futures
    from sim.study.sweep.folder import Sweep

MAIN_OUTCOME = "npv"
MOST_ALONG = 6
"""Factors that `tipping` looks along unless told otherwise: those that the difference goes with most."""

Strategy = Annotated[str | None, typer.Option(
    "--strategy", metavar="NAME", help="Whose win it is about. Default: the best on average besides carrying on.")]
Against = Annotated[str | None, typer.Option(
    "--against", metavar="NAME", help="Whom it shall beat. Default: the best other one on average besides carrying on; "
    "discover: all others.")]
Outcome = Annotated[str | None, typer.Option(
    "--outcome", metavar="NAME", help="Outcome to compare. Default: npv, or the first of the sweep.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (discover, robustness, tipping):
        app.command()(command)
    app.command("map")(map_of_two)


@dataclass(frozen=True)
class CommandAnswer:
    """What a command found: for people, for programs and for the disk.

    command, options : what was typed, without the folder. asked : all that decides the numbers besides the sweep.
    """

    command: str
    options: Mapping[str, Any]
    asked: Mapping[str, Any]
    lines: Sequence[str]
    cells: Sequence[Cells]
    tables: Mapping[str, pd.DataFrame]
    figures: Mapping[str, Figure]


def discover(
    folder: Folder,
    strategy: Strategy = None,
    against: Against = None,
    outcome: Outcome = None,
    method: Annotated[str, typer.Option(help="prim (boxes), cart (a tree) or both.")] = "both",
    by: Annotated[str, typer.Option(help="Compare means of worlds, or single futures: worlds or futures.")] = "worlds",
    fails: Annotated[bool, typer.Option("--fails", help="Ask where it does NOT win.")] = False,
    density: Annotated[float | None, typer.Option(
        min=0.0, max=1.0, help="Success that the conditions shall have at least. Default: the best trade-off.")] = None,
    out: Out = None,
    force: Force = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Find the conditions under which a strategy wins: scenario discovery by PRIM and CART over a sweep's worlds."""
    place = Target(out, force=force, yes=yes)
    with _all_ends(place):
        from sim.study.discovery.answer import METHODS
        from sim.study.discovery.answer import discover as search
        from sim.study.discovery.figures import discovery_figures
        from sim.study.futures import choice_line

        way = _one_of("--method", method, METHODS)
        unit = _one_of("--by", by, ("worlds", "futures"))
        sweep, futures = _opened(folder, outcome, place, "discover")
        with waiting("Searching for conditions"):
            found = search(futures, _known(futures, strategy), _known(futures, against), by=unit, method=way,
                           fails=fails, least_density=density)
        tables = {"conditions": found.frame()} | ({"trajectory": found.trajectory()} if found.search else {})
        figures = discovery_figures(found, _source(sweep, futures)) if out is not None else {}
        asked = {"strategy": found.strategy, "against": against, "outcome": futures.outcome, "method": way, "by": unit,
                 "fails": fails, "density": density}
        chosen = choice_line(futures.titles, "" if strategy else found.strategy, None)
        lines = [found.headline, "", *found.sentences(), *filter(None, [chosen]), *futures.notes()]
        options = {"--strategy": strategy, "--against": against, "--outcome": outcome, "--method": way, "--by": unit,
                   "--fails": fails, "--density": density}
        _deliver(CommandAnswer("discover", options, asked, lines, (), tables, figures), folder, sweep, place, as_json)


def robustness(
    folder: Folder,
    outcome: Outcome = None,
    threshold: Annotated[float | None, typer.Option(
        help="What is good enough, in the outcome's unit. Default: better than carrying on in the same world.")] = None,
    out: Out = None,
    force: Force = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Tell how robust the choice is: share of worlds in which each strategy is best, regret, and if criteria agree."""
    place = Target(out, force=force, yes=yes)
    with _all_ends(place):
        from sim.study.figure_robustness import criteria_cells, robustness_figure
        from sim.study.robustness import robustness as compare

        sweep, futures = _opened(folder, outcome, place, "robustness")
        found = compare(futures, threshold)
        tables = {"worlds": found.worlds.reset_index(), "futures": found.futures.reset_index(), "pairs": found.pairs,
                  "regret": found.regrets.reset_index()}
        figures = {"robustness": robustness_figure(found, _source(sweep, futures))} if out is not None else {}
        lines = [found.sentence, *futures.notes()]
        asked = {"outcome": futures.outcome, "threshold": found.threshold}
        _deliver(CommandAnswer("robustness", {"--outcome": outcome, "--threshold": threshold}, asked, lines,
                        [criteria_cells(found)], tables, figures), folder, sweep, place, as_json)


def tipping(
    folder: Folder,
    along: Annotated[list[str] | None, typer.Option(
        "--along", metavar="FACTOR", help="Factor to look along; repeatable. Default: those that matter most.")] = None,
    strategy: Strategy = None,
    against: Against = None,
    outcome: Outcome = None,
    level: Annotated[float | None, typer.Option(
        help="Where the strategy's outcome itself crosses this level, instead of another strategy.")] = None,
    out: Out = None,
    force: Force = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Find where along one condition the answer tips: thresholds with 95 % intervals, or that there is none."""
    place = Target(out, force=force, yes=yes)
    with _all_ends(place):
        from sim.study.discovery.box import readable
        from sim.study.figure_tipping import tipped, tipping_figure
        from sim.study.futures import factor_in

        if level is not None and against is not None:
            raise refuse("tipping: give --level or --against, not both")
        sweep, futures = _opened(folder, outcome, place, "tipping")
        a, b, chosen = _pair(futures, strategy, against, alone=level is not None)
        rival = None if level is not None else b
        names = [factor_in(futures, name) for name in along] if along else _strongest(futures, a, b)
        found = [tipped(futures, name, a, rival, level or 0.0) for name in names]
        known = [str(name) for name in futures.points.columns]
        source = _source(sweep, futures)
        figures = {f"along-{k + 1}": tipping_figure(one, readable(one.factor, known), source)
                   for k, one in enumerate(found)} if out is not None else {}
        asked = {"strategy": a, "against": rival, "outcome": futures.outcome, "along": names, "level": level}
        lines = [*(one.sentence for one in found), *chosen, *futures.notes()]
        tables = {"curves": _stacked({one.factor: one.curve.frame() for one in found}),
                  "thresholds": _thresholds(found)}
        options = {"--along": along, "--strategy": strategy, "--against": against, "--outcome": outcome,
                   "--level": level}
        _deliver(CommandAnswer("tipping", options, asked, lines, (), tables, figures), folder, sweep, place, as_json)


def map_of_two(
    folder: Folder,
    x: Annotated[str | None, typer.Option("--x", metavar="FACTOR", help="Factor along the map.")] = None,
    y: Annotated[str | None, typer.Option("--y", metavar="FACTOR", help="Factor up the map.")] = None,
    strategy: Strategy = None,
    against: Against = None,
    outcome: Outcome = None,
    at: Annotated[list[str] | None, typer.Option(
        "--at", metavar="FACTOR=VALUE", help="Fix another factor: what if? Repeatable; needs a surrogate.")] = None,
    out: Out = None,
    force: Force = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Map where a strategy is ahead of another on the plane of two conditions, and where that tips.

    A grid is shown as simulated. Other designs get a surrogate, which is refused where it predicts badly.
    """
    place = Target(out, force=force, yes=yes)
    with _all_ends(place):
        from sim.study.figure_map import heatmap_figure, map_title
        from sim.study.futures import factor_in
        from sim.study.landscape import landscape

        sweep, futures = _opened(folder, outcome, place, "map")
        a, b, chosen = _pair(futures, strategy, against)
        fixed = _fixed(futures, at)
        x_name, y_name = _plane(futures, a, b, fixed, *(None if n is None else factor_in(futures, n) for n in (x, y)))
        found = landscape(futures, x_name, y_name, futures.sign * futures.difference(a, b), fixed)
        titles = futures.titles[a], futures.titles[b]
        figures = {"map": heatmap_figure(found, *titles, futures.outcome, [str(n) for n in futures.points.columns],
                                         _source(sweep, futures))} if out is not None else {}
        asked = {"strategy": a, "against": b, "outcome": futures.outcome, "x": x_name, "y": y_name,
                 "at": dict(found.fixed)}
        lines = [f"{map_title(found, *titles)} ({x_name} along, {y_name} up).", found.how, found.doubt, *chosen,
                 *futures.notes()]
        options = {"--x": x, "--y": y, "--strategy": strategy, "--against": against, "--outcome": outcome, "--at": at}
        tables = {"cells": found.frame(), "boundary": found.boundary()}
        _deliver(CommandAnswer("map", options, asked, lines, (), tables, figures), folder, sweep, place, as_json)


@contextmanager
def _all_ends(place: Target) -> Iterator[None]:
    from sim.cli.progress import interrupts_end
    from sim.study.surrogate import PoorSurrogateError

    with interrupts_end(place.told), bad_input_ends(), bad_values_end(), bad_sweeps_end():
        try:
            yield
        except PoorSurrogateError as error:
            raise refuse(str(error)) from None


def _opened(folder: Path, outcome: str | None, place: Target, kind: str) -> tuple[Sweep, Futures]:
    """The sweep and its outcome; a place that cannot take the results is refused before any work is done."""
    from sim.results.directory import absolute
    from sim.study.futures import futures_of
    from sim.study.sweep.folder import Sweep

    sweep = Sweep.open(folder)
    if place.out is not None and folder.resolve().is_relative_to(absolute(place.out)):
        raise refuse(f"{place.out}: holds the sweep itself; give another directory")
    place.claim(kind)
    default = MAIN_OUTCOME if MAIN_OUTCOME in sweep.outcomes else sweep.outcomes[0]
    return sweep, futures_of(sweep, outcome if outcome is not None else default)


def _deliver(answer: CommandAnswer, folder: Path, sweep: Sweep, place: Target, as_json: bool) -> None:
    """Write, then print: tables and sentences, or one JSON document."""
    from sim._version import __version__
    from sim.cli.results import echo_json, say, show_cells
    from sim.results import Provenance
    from sim.results.provenance import PLACE, command_line, sha256_of

    design = sweep.design
    inputs = {"version": __version__, "sweep": sweep.identity, "design": design.title, "seed": design.seed,
              **answer.asked}
    command = command_line(answer.command, [folder], {**answer.options, "--out": PLACE})
    provenance = Provenance(command, answer.command, sha256_of({"kind": answer.command, "inputs": inputs}),
                            design=design.title, design_hash=sweep.identity, seed=design.seed,
                            replications=design.replications.number)
    text = "\n".join(answer.lines)
    if place.out is not None:
        from sim.study.saving import save_findings

        save_findings(provenance, inputs, text, answer.tables, answer.figures, place.out, force=place.force)
    if as_json:
        echo_json({"program": "salesshift", "kind": answer.command, "identity": provenance.identity,
                   "command": command, "provenance": provenance.record(), "inputs": inputs,
                   "answer": answer.lines[0], "sentences": [line for line in answer.lines if line],
                   **{name: table.to_dict("records") for name, table in answer.tables.items()}})
        return
    for cells in answer.cells:
        show_cells(cells)
        typer.echo("")
    say(text)
    if not sweep.complete:
        say("\nCareful: this sweep is not finished.")
    if place.out is not None:
        say(f"\nWritten: {place.out}")


def _known(futures: Futures, name: str | None) -> str | None:
    from sim.study.futures import strategy_in

    return None if name is None else strategy_in(futures, name)


def _pair(futures: Futures, strategy: str | None, against: str | None, *, alone: bool = False
          ) -> tuple[str, str, list[str]]:
    """The strategy asked about, against whom, and a line that says so where nobody was named.

    alone : whether the second is not needed.
    """
    from sim.study.futures import choice_line, usual_pair

    a, b = usual_pair(futures.ranking, _known(futures, strategy), _known(futures, against))
    if b is None:
        raise refuse("the sweep has one strategy only: there is nothing to compare it with")
    if a == b:
        raise refuse(f"--against: '{a}' cannot be compared with itself")
    chosen = choice_line(futures.titles, "" if strategy else a, "" if against or alone else b)
    return a, b, [chosen] if chosen else []


def _strongest(futures: Futures, a: str, b: str, most: int = MOST_ALONG) -> list[str]:
    """Numeric factors that the difference of two strategies goes with most."""
    from sim.study.discovery.sample import numeric, strongest_factors

    points = futures.points[[name for name in futures.points.columns if numeric(futures.points[name])]]
    return strongest_factors(points, futures.by_world(futures.difference(a, b).to_numpy()), most)


def _plane(futures: Futures, a: str, b: str, fixed: Mapping[str, float], x: str | None, y: str | None
           ) -> tuple[str, str]:
    """The two factors of a map: as asked, else those that the difference goes with most."""
    likely = [name for name in _strongest(futures, a, b) if name not in (x, y, *fixed)]
    chosen = [x or likely.pop(0) if x or likely else None, y or likely.pop(0) if y or likely else None]
    if chosen[0] is None or chosen[1] is None:
        raise refuse("map: the sweep has fewer than two factors that are numbers")
    return chosen[0], chosen[1]


def _fixed(futures: Futures, given: Sequence[str] | None) -> dict[str, float]:
    from sim.study.futures import factor_in

    fixed = {}
    for text in given or ():
        name, _, value = text.partition("=")
        try:
            fixed[factor_in(futures, name.strip())] = float(value)
        except ValueError as error:
            told = str(error) if "factor" in str(error) else f"'{text}' is not FACTOR=NUMBER"
            raise refuse(f"--at: {told}") from None
    return fixed


def _source(sweep: Sweep, futures: Futures) -> str:
    from sim.study.saving import source_of

    return source_of(futures, sweep.design.title, sweep.identity)


def _stacked(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    return pd.concat(frames, names=["factor"]).reset_index(level=0).reset_index(drop=True)


def _thresholds(found: Sequence[Any]) -> pd.DataFrame:
    import pandas as pd

    rows = [{"factor": one.factor, "at": c.at, "low": c.low, "high": c.high, "rising": c.rising, "sure": c.sure}
            for one in found for c in one.curve.crossings]
    return pd.DataFrame(rows, columns=["factor", "at", "low", "high", "rising", "sure"])


def _one_of(option: str, given: str, known: Sequence[Any]) -> Any:
    from sim.cli.report import did_you_mean

    if given not in known:
        raise refuse(f"{option}: there is no '{given}'" + did_you_mean(given, known, f"there are: {', '.join(known)}"))
    return given
