"""Provenance: what is written into files, what is read back, and what strange files do."""

from __future__ import annotations

import json
import os
import re
import struct
import zlib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from sim.cli.provenance_command import of_input
from sim.comparison.saving import save
from sim.draw.images import image_bytes
from sim.results import (
    NoProvenanceError,
    Provenance,
    code_hash,
    command_line,
    origin_of,
    python_call,
    read_provenance,
    write_parquet,
)
from sim.results.reading import HEAD_OF_SVG
from sim.scenario.writing import starter_text

SOME = Provenance("salesshift compare firms/müller & co.toml --set 'title=\"<a>\"' --seed 7", "comparison", "ab" * 32,
                  scenario="Müller ∑ <&> \"x\"", scenario_hash="cd" * 32, seed=7, replications=300)
texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)


def written(provenance: Provenance | None, kind: str, place: Path) -> Path:
    """A small figure, or a small table, that carries the record."""
    path = place / f"x.{kind}"
    if kind == "parquet":
        assert provenance is not None
        write_parquet(pd.DataFrame({"a": [1, 2]}), path, provenance)
    else:
        path.write_bytes(image_bytes(Figure(figsize=(0.2, 0.2)), kind, provenance))
    return path


def refusal(path: Path) -> str:
    with pytest.raises(NoProvenanceError) as caught:
        origin_of(path, of_input)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- writing and reading back --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["png", "svg", "parquet"])
def test_what_is_written_is_read_back(kind, tmp_path) -> None:
    assert read_provenance(written(SOME, kind, tmp_path)) == SOME


@given(command=texts, title=texts, seed=st.none() | st.integers(0, 2**64))
@pytest.mark.parametrize("kind", ["png", "svg"])
def test_any_text_comes_back_from_a_figure(kind, command, title, seed, tmp_path_factory) -> None:
    provenance = Provenance(command, "sweep", "1", design=title, seed=seed)
    assert read_provenance(written(provenance, kind, tmp_path_factory.mktemp("any"))) == provenance


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_what_a_file_is_does_not_hang_on_its_name(kind, tmp_path) -> None:
    path = written(SOME, kind, tmp_path)
    assert read_provenance(path.rename(tmp_path / "figure.txt")) == SOME


@pytest.mark.parametrize("kind", ["png", "svg", "parquet"])
def test_the_same_record_gives_the_same_bytes(kind, tmp_path) -> None:
    assert written(SOME, kind, tmp_path).read_bytes() == written(SOME, kind, tmp_path).read_bytes()


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_common_programs_show_the_command(kind) -> None:
    command = "salesshift compare mine.toml --seed 1"
    image = image_bytes(Figure(figsize=(0.2, 0.2)), kind, Provenance(command, "comparison", "1"))
    assert (f"Description\0{command}" if kind == "png" else f"<dc:source>{command}</dc:source>").encode() in image


def test_a_table_keeps_its_content_and_types(tmp_path) -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"], "c": [0.5, float("nan")]})
    write_parquet(frame, tmp_path / "x.parquet", SOME)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "x.parquet"), frame)


def test_a_record_of_a_later_version_is_read_as_far_as_it_is_understood() -> None:
    later = SOME.record() | {"colour_scheme": "dark", "seed": "many", "design": ["a"]}
    assert Provenance.from_record(later) == Provenance(**(SOME.record() | {"seed": None}))  # type: ignore[arg-type]


def test_the_code_is_told_by_a_hash_of_the_source() -> None:
    assert re.fullmatch("[0-9a-f]{64}", code_hash())


# --- the command ----------------------------------------------------------------------------------------------------


def test_a_command_line_is_normal_and_can_be_pasted_into_a_shell() -> None:
    line = command_line("compare", [Path("my firms") / "a.toml", None], {
        "--set": ["a.b=1", "title=two words"], "--without": [], "--precision": 50000.0, "--seed": 1, "--what-if": True,
        "--quiet": False, "--strategies": None, "--out": "DIR"})
    assert line == ("salesshift compare 'my firms/a.toml' --set a.b=1 --set 'title=two words' --precision 50000 "
                    "--seed 1 --what-if --out DIR")


@pytest.mark.parametrize("place", ["/" + "home/ann/a.toml", "C:" + "\\Users\\ann\\a.toml", "a.toml"])
def test_a_command_line_names_no_place_of_a_machine(place) -> None:
    assert command_line("check", [Path(place)], {}) == "salesshift check a.toml"


def test_a_call_in_python_reads_as_python() -> None:
    assert python_call("sim.compare", "scenario", strategies=["a"], seed=1) == \
        "sim.compare(scenario, strategies=['a'], seed=1)"


# --- results in a folder --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def saved(compared, turning, tmp_path_factory) -> Path:
    return save(compared, tmp_path_factory.mktemp("saved") / "r", turning, "salesshift compare mine.toml --seed 3")


@pytest.fixture
def results(saved, tmp_path) -> Path:
    """A copy that may be spoilt."""
    import shutil

    return Path(shutil.copytree(saved, tmp_path / "r"))


def test_every_file_of_a_comparison_tells_the_command_and_that_it_is_unchanged(saved) -> None:
    files = [path for path in saved.rglob("*") if path.is_file()]
    assert len(files) > 15
    for path in files:
        origin = origin_of(path)
        assert origin.provenance.command == "salesshift compare mine.toml --seed 3", path
        assert (origin.provenance.seed, origin.provenance.replications) == (3, 40)
        assert origin.state == "unchanged", path


@pytest.mark.parametrize("name", ["figures/gains.png", "figures/gains.svg", "quarters.parquet"])
def test_figures_and_tables_carry_the_record_alone(saved, tmp_path, name) -> None:
    alone = tmp_path / Path(name).name
    alone.write_bytes((saved / name).read_bytes())
    origin = origin_of(alone)
    assert origin.provenance == origin_of(saved).provenance
    assert origin.state is None and "nobody can tell" in origin.sentence()


def test_a_comparison_from_python_tells_the_call(compared, tmp_path, monkeypatch) -> None:
    from sim.comparison import saving

    monkeypatch.setattr(saving, "_figures", lambda *_: None)
    command = origin_of(save(compared, tmp_path / "r")).provenance.command
    assert command.startswith("sim.save(sim.compare(scenario, strategies=[") and "replications=40, seed=3)" in command
    assert eval(command, {"sim": Asked(), "scenario": None}) == \
        (tuple(compared.strategies[1:]), 40, 3, "DIR")


class Asked:
    """Understands the call that a comparison tells, as `sim` would."""

    def compare(self, scenario, strategies, replications, seed):
        self.asked = (tuple(strategies), replications, seed)
        return self

    def save(self, comparison, place):
        return (*comparison.asked, place)


def test_an_edited_file_is_told(results) -> None:
    with (results / "summary.csv").open("a") as stream:
        stream.write("made_up,1\n")
    assert origin_of(results / "summary.csv").state == "edited"
    folder = origin_of(results)
    assert (folder.state, folder.changed, folder.missing) == ("incomplete", ("summary.csv",), ())


def test_a_missing_file_is_told(results) -> None:
    (results / "table.txt").unlink()
    assert origin_of(results).missing == ("table.txt",)
    assert "there is no such file" in refusal(results / "table.txt")


def test_a_renamed_file_is_recognised(results) -> None:
    (results / "figures" / "gains.png").rename(results / "slide 3.png")
    origin = origin_of(results / "slide 3.png")
    assert (origin.state, origin.name) == ("renamed", "figures/gains.png")


def test_a_figure_of_other_results_is_told(results) -> None:
    stranger = written(SOME, "png", results / "figures")
    assert origin_of(stranger).state == "other results"
    assert origin_of(stranger).provenance == SOME


def test_a_figure_that_was_added_to_its_results_is_told(results) -> None:
    added = written(Provenance("x", "y", origin_of(results).provenance.identity), "png", results)
    assert origin_of(added).state == "same results"


def test_a_table_that_the_manifest_does_not_know_has_no_provenance(results) -> None:
    (results / "mine.csv").write_text("a,b\n")
    assert "does not list it" in refusal(results / "mine.csv")


def test_a_manifest_without_a_record_tells_what_it_has(results) -> None:
    manifest = json.loads((results / "manifest.json").read_text())
    for name in ("provenance", "files", "command"):
        del manifest[name]
    (results / "manifest.json").write_text(json.dumps(manifest))
    origin = origin_of(results / "summary.csv")
    assert origin.state == "not listed" and origin.provenance.command == ""
    assert origin.provenance.identity == manifest["identity"]


def test_a_relative_name_finds_the_manifest_above(results, monkeypatch) -> None:
    monkeypatch.chdir(results / "figures")
    assert origin_of(Path("gains.png")).state == "unchanged"
    assert origin_of(Path("../summary.csv")).state == "unchanged"


def test_a_scenario_tells_the_hash_that_its_results_carry(compared, tmp_path) -> None:
    path = tmp_path / "s.toml"
    path.write_text(starter_text(), encoding="utf-8")
    origin = origin_of(path, of_input)
    assert origin.provenance.kind == "scenario" and "input" in origin.sentence()
    path.write_text(starter_text() + '\n# only a remark\n', encoding="utf-8")
    assert origin_of(path, of_input).provenance.scenario_hash == origin.provenance.scenario_hash


def test_a_design_tells_the_identity_that_its_sweep_carries(tmp_path) -> None:
    from sim.study.design.reading import load_design
    from sim.study.sweep.schedule import Schedule

    (tmp_path / "s.toml").write_text(starter_text(), encoding="utf-8")
    path = tmp_path / "d.toml"
    path.write_text('title = "D"\nscenario = "s.toml"\n[sampler]\nkind = "full_factorial"\n'
                    '[uncertainties."framework.error_culture"]\n')
    provenance = origin_of(path, of_input).provenance
    assert (provenance.kind, provenance.design) == ("design", "D")
    assert provenance.identity == provenance.design_hash == Schedule(load_design(path)).identity
    path.write_text('title = "D"\nscenario = "gone.toml"\n[sampler]\nkind = "full_factorial"\n')
    assert "no scenario or design" in refusal(path)


# --- files that are something else, or hostile ------------------------------------------------------------------------


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks: bytes, width: int = 1, height: int = 1) -> bytes:
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + b"".join(chunks)


BILLION = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "ha" * 10}">' for i in range(9))
HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "no place for a record"),
    "text": (b"hello", "no place for a record"),
    "zeros": (bytes(10_000), "no place for a record"),
    "png, head only": (png()[:12], "damaged PNG"),
    "png, cut": (png(chunk(b"tEXt", b"salesshift\0{}"))[:-6], "PNG"),
    "png, no record": (png(chunk(b"IDAT", b"")), "without a record"),
    "png, a bomb of pixels": (png(chunk(b"IDAT", b""), width=2**31 - 1, height=2**31 - 1), "PNG"),
    "png, a bomb of text": (png(chunk(b"zTXt", b"salesshift\0\0" + zlib.compress(bytes(50_000_000))),
                                chunk(b"IDAT", b"")), "PNG"),
    "png, a chunk longer than the file": (png() + struct.pack(">I", 2**31 - 1) + b"tEXtsalesshift\0", "PNG"),
    "png, no JSON": (png(chunk(b"tEXt", b"salesshift\0{nonsense"), chunk(b"IDAT", b"")), "cannot be read"),
    "png, a list": (png(chunk(b"tEXt", b"salesshift\0[1]"), chunk(b"IDAT", b"")), "cannot be read"),
    "png, deep": (png(chunk(b"tEXt", b"salesshift\0" + b"[" * 100_000), chunk(b"IDAT", b"")), "cannot be read"),
    "svg, cut": (b"<svg xmlns='http://www.w3.org/2000/svg'><metadata>", "damaged"),
    "svg, not well formed": (b"<svg><a></b></svg>", "damaged"),
    "svg, no record": (b"<svg/>", "without a record"),
    "svg, billion laughs": (f"<!DOCTYPE svg [{BILLION}]><svg>&a8;</svg>".encode(), "entities"),
    "svg, a file from elsewhere": (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "passwords.txt">]><svg>&x;</svg>', "entities"),
    "svg, parameter entities": (b'<!DOCTYPE svg [<!ENTITY % x SYSTEM "x.dtd"> %x;]><svg/>', "entities"),
    "svg, deep": (b"<svg>" + b"<g>" * 300_000, "damaged"),
    "svg, unknown encoding": (b"<?xml version='1.0' encoding='klingon'?><svg/>", "damaged"),
    "html": (b"<!doctype html><html><body>404<br></body></html>", "SVG"),
    "json, another's": (b'{"program": "another"}', "no document of salesshift"),
    "json, cut": (b'{"program": "salesshift"', "no JSON"),
    "json, deep": (b'{"a":' * 100_000, "no JSON"),
    "json, empty": (b'{"program": "salesshift"}', "no record"),
    "parquet, cut": (b"PAR1" + bytes(100), "damaged Parquet"),
    "parquet, without a foot": (b"PAR1PAR1", "damaged Parquet"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_strange_file_gets_one_clear_line(name, tmp_path) -> None:
    content, expected = HOSTILE[name]
    path = tmp_path / "x.bin"
    path.write_bytes(content)
    assert expected in refusal(path)


def test_a_scenario_that_is_none_gets_one_clear_line(tmp_path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("strange = [")
    assert "no scenario" in refusal(path)


@pytest.mark.parametrize("kind", ["png", "svg", "parquet"])
@given(data=st.data())
def test_no_damage_to_a_file_raises_anything_else(kind, data, tmp_path_factory) -> None:
    place = tmp_path_factory.mktemp("damage")
    whole = written(SOME, kind, place).read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = data.draw(st.sampled_from([whole[:at], whole[:at] + b"\xff" + whole[at + 1:], whole[at:]]))
    (place / "x").write_bytes(damaged)
    try:
        origin_of(place / "x")
    except NoProvenanceError as error:
        assert "\n" not in str(error)


def test_a_record_far_down_a_huge_svg_is_not_searched_for(tmp_path) -> None:
    path = tmp_path / "x.svg"
    own = image_bytes(Figure(figsize=(0.2, 0.2)), "svg", SOME)
    path.write_bytes(own.replace(b"<metadata>", b"<!--" + b" " * 2 * HEAD_OF_SVG + b"--><metadata>"))
    assert "without a record" in refusal(path)


def test_a_huge_file_is_not_opened(tmp_path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(png())
    os.truncate(path, 10**11)  # sparse: it takes no room on the disk
    assert "larger than anything" in refusal(path)


def test_a_directory_without_a_manifest_and_a_missing_file_are_told(tmp_path) -> None:
    assert "without a manifest" in refusal(tmp_path)
    assert "no such file" in refusal(tmp_path / "nothing.png")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such thing there")
def test_a_pipe_is_not_waited_for(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    assert "is no file" in refusal(tmp_path / "pipe.png")


@pytest.mark.parametrize("manifest", ['{"program": "salesshift", "files": 3}', '{"program": "salesshift", "kind": 1}',
                                      '{"program": "salesshift", "kind": "x", "files": {"../a": 1, "b": {}}}',
                                      '{"program": "salesshift", "kind": "x", "inputs": []}', "[" * 100_000])
def test_a_hostile_manifest_gets_one_clear_line_or_is_read_as_far_as_it_goes(manifest, tmp_path) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    (tmp_path / "x.csv").write_text("a\n")
    for path in (tmp_path, tmp_path / "manifest.json", tmp_path / "x.csv"):
        try:
            assert origin_of(path).provenance.kind == "x"
        except NoProvenanceError as error:
            assert "\n" not in str(error)
