"""What the model promises to a user, and whether the stored measurements keep it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.sections.memory import KINDS
from benchmarks.sections.scaling import AXES
from benchmarks.sections.startup import COMPARE

Tables = Mapping[str, Sequence[dict[str, Any]]]
"""Section -> rows; sections that were never measured are left out."""
FLAT_FROM = 1_000
"""Runs from which memory must no longer grow: one batch."""


@dataclass(frozen=True)
class Target:
    """A promise: the measured value must be at least, or at most, the limit."""

    promise: str
    limit: float
    at_least: bool
    found: Callable[[Tables], float | None]
    shown: str = "{:.2f}"

    def verdict(self, tables: Tables) -> str:
        """Whether it is kept: yes, no or not measured."""
        value = self.found(tables)
        if value is None:
            return "not measured"
        return "yes" if (value >= self.limit if self.at_least else value <= self.limit) else "**no**"

    def measured(self, tables: Tables) -> str:
        """The value as it is shown."""
        value = self.found(tables)
        return "-" if value is None else self.shown.format(value)

    def wanted(self) -> str:
        """The limit as it is shown."""
        return ("at least " if self.at_least else "at most ") + self.shown.format(self.limit)


def value_of(section: str, column: str, **where: Any) -> Callable[[Tables], float | None]:
    """A reader of one figure: the column of the first row of a section that has these values."""

    def found(tables: Tables) -> float | None:
        rows = (row for row in tables.get(section, ()) if all(row[key] == value for key, value in where.items()))
        return next((float(row[column]) for row in rows), None)

    return found


def growth(kind: str) -> Callable[[Tables], float | None]:
    """A reader of how many times the memory of one batch the largest number of runs needs."""

    def found(tables: Tables) -> float | None:
        peak = {row["runs"]: row["peak_mb"] for row in tables.get("memory", ()) if row["kind"] == kind}
        return peak[max(peak)] / peak[FLAT_FROM] if FLAT_FROM in peak and max(peak) > FLAT_FROM else None

    return found


def bytes_per_run(rows: Sequence[Mapping[str, Any]], kind: str) -> float | None:
    """Slope of the peak memory over the runs beyond one batch, by least squares."""
    from scipy.stats import linregress

    beyond = [(row["runs"], row["peak_mb"]) for row in rows if row["kind"] == kind and row["runs"] >= FLAT_FROM]
    return 1e6 * float(linregress(*zip(*beyond, strict=True)).slope) if len(beyond) > 1 else None


LARGEST = AXES["reps"][-1]
TARGETS = (
    Target("Runs per second on one core, times plain Mesa", 60.0, True,
           value_of("peers", "ratio", contestant="mesa"), "{:.0f}×"),
    Target("Runs per second on one core, times a compiled loop in float64", 0.9, True,
           value_of("limit", "ratio", contestant="compiled"), "{:.2f}×"),
    Target("Two workers, times one", 1.9, True, value_of("workers", "ratio", workers=2), "{:.2f}×"),
    Target(f"Cost per rep and quarter at {LARGEST:,} reps, times that of a full batch of small runs", 1.5, False,
           value_of("reps", "ratio", value=LARGEST), "{:.2f}×"),
    Target(f"Peak memory of a comparison of the most runs, times that of {FLAT_FROM:,}", 1.1, False,
           growth(list(KINDS)[-1]), "{:.2f}×"),
    Target("`salesshift --help`", 0.3, False, value_of("startup", "seconds", command="salesshift --help"), "{:.2f} s"),
    Target("`salesshift compare`, 500 replications of all 8 strategies", 3.0, False,
           value_of("startup", "seconds", command=f"salesshift {COMPARE}"), "{:.1f} s"),
    Target("A slider that moves: 20 paired futures of two strategies", 60.0, False,
           value_of("slider", "milliseconds"), "{:.0f} ms"),
)
