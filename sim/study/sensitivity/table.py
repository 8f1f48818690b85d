"""Which assumptions decide, as a table and as a document."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from sim._version import __version__
from sim.comparison.tables import Cells
from sim.results import Provenance
from sim.results.contents import PROGRAM
from sim.results.provenance import sha256_of
from sim.study.sensitivity.influence import Sensitivity
from sim.study.sensitivity.study import Assumption
from sim.words.amounts import TERMINAL, counted, money_scale, percent

KIND = "sensitivity"
TOP = 12
"""Assumptions shown by default."""
TITLE_WIDTH = 24
LABEL_WIDTH = 48
NOT_KNOWN = "not known"
FINE = 100.0
"""Effects are written to this part of the largest."""


@dataclass(frozen=True)
class Source:
    """Where the numbers come from: title and identity of the sweep, its root seed, the command of the analysis."""

    title: str
    identity: str
    seed: int
    command: str = ""

    def line(self, found: Sensitivity) -> str:
        """Text at the foot of every figure."""
        title = textwrap.shorten(self.title, 48, placeholder=" ...")
        what, used, _ = found.drawn
        points = counted(found.points, "point")
        size = points if what == "points" else f"{used:,} {what}, {points}"
        futures = counted(found.luck.replications, "future")
        return f"salesshift {__version__} | {title} {self.identity[:8]} | {size}, {futures} each | seed {self.seed}"


def inputs_of(found: Sensitivity, source: Source) -> dict[str, Any]:
    """List everything that determines the numbers."""
    asked = found.quantity
    return {"version": __version__, "sweep": source.identity, "design": source.title, "outcome": asked.outcome,
            "strategy": asked.strategy, "against": asked.against, "seed": source.seed}


def provenance_of(found: Sensitivity, source: Source) -> Provenance:
    """The record that every file carries."""
    inputs = inputs_of(found, source)
    return Provenance(source.command, KIND, sha256_of({"kind": KIND, "inputs": inputs}), design=source.title,
                      design_hash=source.identity, seed=source.seed, replications=found.luck.replications)


def document(found: Sensitivity, source: Source) -> dict[str, Any]:
    """Collect everything as one document for other programs; numbers that are not known are NaN."""
    provenance = provenance_of(found, source)
    what, used, dropped = found.drawn
    return {
        "program": PROGRAM, "kind": KIND, "identity": provenance.identity, "command": source.command,
        "provenance": provenance.record(), "inputs": inputs_of(found, source),
        "of": found.quantity.told, "sentence": found.sentence(), "method": found.method,
        "shares": "" if found.method == "morris" else whole(found), "chosen": found.chosen,
        "design": {"points": found.points, "counted_in": what, "used": used, "left_out": dropped},
        "luck": {"share": found.luck.share, "luck": found.luck.luck, "assumptions": found.luck.assumptions,
                 "noise": found.luck.noise, "share_between_worlds": found.luck.noise_share,
                 "replications": found.luck.replications,
                 "sentence": found.luck.sentence()},
        "factors": found.frame().to_dict("records"), "not_known": [one.name for one in found.unknown],
        "warnings": list(found.warnings),
    }


def influence_cells(found: Sensitivity, top: int = TOP) -> Cells:
    """One row per assumption, the most influential first."""
    heads, cell = COLUMNS[found.method](found)
    rows = tuple((_name(one.assumption), _short(one.assumption.swept, TITLE_WIDTH), *cell(one),
                  _short(found.quantity.brief(one.direction), TITLE_WIDTH), "yes" if one.distinguishable else "no")
                 for one in found.influences[:top])
    more = len(found.influences) - len(rows)
    nothing = [TERMINAL.unknown] * (len(heads) + 1)
    rows += tuple((_name(one), _short(one.swept, TITLE_WIDTH), *nothing, NOT_KNOWN) for one in found.unknown)
    title = f"What decides {found.quantity.told}" + (
        f" ({counted(more, 'more assumption')} in the files)" if more > 0 else "")
    return Cells(title, ("assumption", "range\ntried", *heads, found.quantity.brief_head, "beyond\nnoise"), rows)


def legend(found: Sensitivity) -> str:
    """Explain the columns and what the shares refer to."""
    return LEGENDS[found.method] if found.method == "morris" else f"{LEGENDS[found.method]} {whole(found)}"


def whole(found: Sensitivity) -> str:
    """State what the shares refer to and whether luck is included: one convention for text, table, figure and file."""
    between = "Shares are of the variance between worlds, each the mean of its futures;"
    if not found.luck.known:
        return f"{between} with one future per world luck cannot be told and counts with the assumptions."
    if found.method == "sample":
        return (f"{between} what chance would give a share is taken off, but what luck does along an assumption in "
                "just these futures counts with it.")
    luck = percent(found.luck.noise_share)
    return f"{between} what luck adds to a share is taken off, and luck itself is {luck} of that variance."


def share(value: float) -> str:
    """A share of the variance; what falls below 0 by chance is 0."""
    return percent(min(max(value, 0.0), 1.0))


def _name(one: Assumption) -> str:
    return _short(f"{one.label} ({one.section})" if one.section else one.label, LABEL_WIDTH)


def _short(text: str, width: int) -> str:
    return textwrap.shorten(text, width, placeholder="...")


def _between(low: float, high: float) -> str:
    return "-" if low != low else f"{share(low).removesuffix(' %')} to {share(high)}"


def _variance(found: Sensitivity) -> Any:
    heads = ("in all", "95 % in-\nterval", "by it-\nself")
    return heads, lambda one: (share(one.measure), _between(one.low, one.high), share(one.more["first"]))


def _sample(found: Sensitivity) -> Any:
    heads = ("by it-\nself", "95 % in-\nterval", "any\nchange")
    return heads, lambda one: (share(one.measure), _between(one.low, one.high), share(one.more["any_change"]))


def _effects(found: Sensitivity) -> Any:
    ends = [one.high for one in found.influences]
    scale = money_scale(ends, max(ends, default=0.0) / FINE) if found.quantity.unit == "EUR" else None
    shares = found.quantity.unit == "0-1"
    unit = scale.unit if scale else "points" if shares else found.quantity.unit
    heads = (f"effect\n{unit}", "95 % in-\nterval", "spread\n(sigma)")

    def number(value: float) -> str:
        return scale.number(value) if scale else _figures(100.0 * value if shares else value)

    return heads, lambda one: (number(one.measure), f"{number(one.low)} to {number(one.high)}",
                               number(one.more["sigma"]))


def _figures(value: float) -> str:
    return f"{value:,.3g}" if abs(value) < 1000.0 else f"{value:,.0f}"


COLUMNS = {"sobol": _variance, "factorial": _variance, "sample": _sample, "morris": _effects}
VARIANCE = ("in all: share of the variance that the assumption has a part in, alone or together with others (total "
            "index). by itself: what it explains alone (first-order index). What lies between the two comes from "
            "acting together.")
LEGENDS = {
    "sobol": VARIANCE, "factorial": VARIANCE,
    "sample": "by itself: share of the variance that lies between classes of the assumption. any change: the same for "
              "the chance that the outcome exceeds a value, over all values; it also shows what moves only the spread.",
    "morris": "effect: mean size of what the outcome does when the assumption goes through its range (mu*). spread: "
              "how much that depends on where the others are, or on where it starts (sigma).",
}
"""Explanation of the columns of each method."""
