"""The page of performance shows what is stored, and the promises are judged as they say."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from benchmarks import report
from benchmarks.contestants import PEERS
from benchmarks.figure import relative_to_mesa
from benchmarks.sections.memory import KINDS
from benchmarks.sections.scaling import AXES
from benchmarks.sections.startup import COMPARE
from benchmarks.store import FULL, TRIAL, as_json, load, provenance, rounded, save
from benchmarks.targets import LARGEST, TARGETS, bytes_per_run

ROOT = Path(__file__).resolve().parents[2]
CURE = "python -m benchmarks report"


def test_the_page_is_what_the_stored_measurements_give() -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    assert page == report.filled(page, report.documents()), CURE


def test_a_page_without_a_part_or_with_two_is_refused() -> None:
    begin, end = "<!-- a: made by python -m benchmarks report -->\n", "\n<!-- end of a -->"
    assert report.with_part(begin + end, "a", "new").count("new") == 1
    for page in ("", begin, begin + end + begin + end):
        with pytest.raises(ValueError, match="'a'"):
            report.with_part(page, "a", "new")


def test_nothing_measured_is_said() -> None:
    assert {made({}) for name, made in report.PARTS.items() if name != "targets"} == {report.NOT_YET}
    assert report.targets({}).count("not measured") == len(TARGETS)


def test_every_section_has_its_table(tmp_path: Path) -> None:
    found = stored(tmp_path)
    for name, made in report.PARTS.items():
        lines = made(found).splitlines()
        assert report.NOT_YET not in lines, name
        widths = {line.count(" | ") for line in lines if line.startswith("|")}
        of_axes = len({len(points) for points in AXES.values()})
        assert len(widths) == {"machine": 0, "scaling": of_axes}.get(name, 1), name


def row(**values: Any) -> dict[str, Any]:
    return {"ratio": 1.0, "low": 0.9, "high": 1.1, "rounds": [1.0]} | values


def kept_promises() -> dict[str, list[dict[str, Any]]]:
    """Tables in which every promise is just kept."""
    speed = {"seconds_per_run": 0.06, "engine_seconds_per_run": 0.001}
    start = {"cpu": 0.1, "peak_mb": 30.0}
    memory = [{"kind": kind, "runs": runs, "peak_mb": mb} for kind in KINDS
              for runs, mb in ((100, 50.0), (1_000, 100.0), (20_000, 110.0))]
    return {
        "peers": [row(contestant="mesa", label="Mesa", **speed) | {"ratio": 60.0}],
        "limit": [row(contestant="compiled", label="compiled", **speed) | {"ratio": 0.9}],
        **{name: [row(axis=name, value=v, nanoseconds=400.0) | {"ratio": 1.5} for v in AXES[name]] for name in AXES},
        "workers": [row(workers=2, seconds=2.0, seconds_of_one=4.0) | {"ratio": 1.9}],
        "startup": [row(command=f"salesshift {line}", seconds=seconds, **start)
                    for line, seconds in (("--help", 0.3), (COMPARE, 3.0))],
        "memory": memory,
        "slider": [row(futures=20, strategies=2, milliseconds=60.0, p90=70.0, cpu=50.0)],
        "pieces": [row(piece="one_quarter", cells=40_000, microseconds=9.0, nanoseconds_per_cell=2.0)],
    }


def stored(place: Path) -> report.Documents:
    about = provenance("python -m benchmarks x") | {"effort": {"name": "full", "rounds": 7}, "seconds": 60.0}
    for name, rows in kept_promises().items():
        document = {"section": name, "provenance": about, "rows": rows}
        (place / f"{name}.json").write_text(as_json(document), encoding="utf-8")
    return report.documents(place)


def test_a_trial_is_not_to_be_quoted(tmp_path: Path) -> None:
    found = stored(tmp_path)
    assert report.ON_TRIAL not in report.targets(found)
    found["slider"]["provenance"]["effort"]["name"] = TRIAL.name
    assert report.ON_TRIAL in report.targets(found)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.promise)
def test_a_promise_is_kept_at_its_limit_and_broken_beyond(target: Any) -> None:
    tables = kept_promises()
    assert target.verdict(tables) == "yes"
    assert target.verdict({}) == "not measured"
    worse = 0.98 if target.at_least else 1.02
    for name, rows in tables.items():
        for r in rows:
            for key in ("ratio", "seconds", "milliseconds"):
                if key in r:
                    r[key] *= worse
            if name == "memory" and r["runs"] == max(x["runs"] for x in rows):
                r["peak_mb"] *= worse
    assert target.verdict(tables) == "**no**"


def test_the_largest_force_is_a_point_of_its_axis() -> None:
    assert LARGEST == max(AXES["reps"]) == 100_000


def test_the_slope_of_memory_is_in_bytes_per_run() -> None:
    rows = [{"kind": "compare", "runs": n, "peak_mb": 80.0 + 0.004 * max(n, 1_000)} for n in (10, 1_000, 5_000, 9_000)]
    assert bytes_per_run(rows, "compare") == pytest.approx(4_000.0)
    assert bytes_per_run(rows, "simulate") is None


def test_bars_are_in_terms_of_mesa_and_random_numbers_are_no_bar() -> None:
    ratios = {"mesa": 60.0, "agentpy": 80.0, "draws_counts": 0.1}
    rows = [{"contestant": name, "label": name, "ratio": ratio} for name, ratio in ratios.items()]
    bars = relative_to_mesa(rows)
    assert [(bar.label, bar.speed) for bar in bars] == [("agentpy", 0.75), ("mesa", 1.0), ("salesshift, float64", 60.0)]


@pytest.mark.parametrize(("value", "shown"), [(0.123, "0.12"), (9.99, "9.99"), (12.34, "12.3"), (1234.5, "1,234")])
def test_digits_say_something(value: float, shown: str) -> None:
    assert report.digits(value) == shown


def test_a_table_is_stored_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.store.RESULTS", tmp_path)
    save("reps", [row(value=20, nanoseconds=123.456789)], FULL, 12.34)
    document = load("reps", tmp_path)
    assert document["rows"][0]["nanoseconds"] == 123.46
    assert {"commit", "date", "processor", "cores", "python", "command", "effort"} <= set(document["provenance"])
    assert load("quarters", tmp_path) is None


def test_numbers_are_rounded_wherever_they_are() -> None:
    assert rounded({"a": [1.0000001, {"b": 2.3456789}], "c": "x"}) == {"a": [1.0, {"b": 2.3457}], "c": "x"}


def test_stored_results_are_tidy_and_name_no_machine_paths() -> None:
    for path in report.RESULTS.glob("*.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        assert path.read_text(encoding="utf-8") == as_json(document)
        assert path.stem == document["section"] in report.SECTIONS
        assert len({tuple(r) for r in document["rows"]}) == 1, "rows have the same columns"


def test_the_pieces_are_no_part_of_the_tests() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    assert settings["testpaths"] == ["tests"]
    assert (ROOT / "benchmarks" / "pieces" / "test_pieces.py").is_file()


def test_plain_mesa_is_among_the_peers() -> None:
    assert "mesa" in {entry.name for entry in PEERS}
