"""What the documentation shows is what the program does.

Every Python block runs, every command line parses, every scenario loads, every link and name resolves, and the tables
of measures, declared values, mechanisms and claims are what the declarations give. ``python -m tests.test_docs`` writes
the generated parts anew. The model description is tested in `test_model_description.py` and
`test_model_writing.py`.
"""

from __future__ import annotations

import json
import pkgutil
import re
import shlex
import shutil
import textwrap
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer
from typer.testing import CliRunner

from sim.cli.app import app
from sim.comparison.compare import chosen
from sim.scenario.catalogue import rows
from sim.scenario.lookup import bounds_of, choices_of
from sim.scenario.measures import MEASURES, MeasureBase, PeopleMeasure, Price
from sim.scenario.mechanisms import without
from sim.scenario.reading import load_scenario, load_text
from sim.scenario.schema import Scenario
from sim.scenario.writing import toml_value
from sim.study.design.reading import load_design
from sim.validation.description import claim_table, mechanism_table, parameter_tables

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMING = [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "Makefile", *sorted((ROOT / "notebooks").glob("*.ipynb"))]
"""What names modules and files of the package."""
SCENARIO_GUIDE = ROOT / "docs" / "scenarios.md"
MODEL = ROOT / "docs" / "model.md"
CURE = "If the change is meant: python -m tests.test_docs, and read the words around it again."
CHEAP = ("check", "init", "params", "mechanisms", "schema")
"""Commands that are run and not only parsed."""
OF_RESULTS = ("provenance", "replay")
"""Commands that ask about results, which a page only supposes."""

FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)
OURS = re.compile(r"(?<![\w./-])sim(?:/[\w./]*[\w/]|(?:\.[A-Za-z_]\w*)+)")
"""A path or a dotted name of the package."""
LINK = re.compile(r"\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")


class Block(NamedTuple):
    """A fenced block: its language, the file it stands for, if any, and where it is."""

    language: str
    file: str
    text: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    whole = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(whole):
        language, _, file = match["info"].strip().partition(" ")
        yield Block(language, file.strip(), match["text"], whole.count("\n", 0, match.start()) + 2)


def commands(text: str) -> Iterator[list[str]]:
    """The arguments of each ``salesshift`` line of a shell block, comments left out."""
    for line in text.replace("\\\n", " ").splitlines():
        if line.startswith("salesshift "):
            yield shlex.split(line, comments=True)[1:]


def slug(heading: str) -> str:
    """The anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what the texts suppose in the working directory."""
    for name in ("scenarios", "experiments"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_named(page: Path, place: Path) -> None:
    """Write the scenario files that a page shows in full."""
    for block in blocks(page):
        if block.language == "toml" and block.file:
            (place / block.file).write_text(block.text, encoding="utf-8")


# --- Python -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [p for p in PAGES if any(b.language == "python" for b in blocks(p))],
                         ids=lambda p: p.name)
def test_the_python_of_a_page_runs_from_top_to_bottom(page: Path, elsewhere: Path) -> None:
    import matplotlib.pyplot as plt

    write_named(page, elsewhere)
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks(page):
        if block.language == "python":
            code = "\n" * (block.line - 1) + block.text
            exec(compile(code, page.name, "exec"), names)
    plt.close("all")


# --- commands ---------------------------------------------------------------------------------------------------------


def parse(args: list[str]) -> dict[str, Any]:
    """The values of a command line that is not run; raises if there is no such command or option."""
    name, *rest = args
    command = typer.main.get_command(app).commands.get(name)
    assert command is not None, f"there is no command {name!r}"
    return command.make_context(name, rest).params


def check_command(args: list[str]) -> None:
    """Run the command if it is cheap; else see whether its file, changes and strategies exist."""
    if args[0] in CHEAP:
        done = CliRunner().invoke(app, [*args, "--force"] if args[0] == "init" and args[1] != "-" else args)
        assert done.exit_code == 0, f"salesshift {' '.join(args)}: {done.output}"
        return
    given = parse(args)
    if args[0] in OF_RESULTS:
        return
    if given.get("design"):
        load_design(given["design"], given.get("changes") or ())
    scenario = load_scenario(given["file"], given.get("changes") or ()) if given.get("file") else Scenario()
    without(scenario, *(given.get("off") or ()))
    listed = [name for text in given.get("strategies") or () for name in text.split(",")]
    # What a command on a sweep's folder names lies in the sweep.
    chosen(scenario, [*listed, *([given["strategy"]] if given.get("strategy") and "folder" not in given else [])])


@pytest.mark.parametrize("page", [p for p in PAGES if any(b.language == "bash" for b in blocks(p))],
                         ids=lambda p: p.name)
def test_the_commands_of_a_page_exist(page: Path, elsewhere: Path) -> None:
    write_named(page, elsewhere)
    for block in blocks(page):
        if block.language == "bash":
            for args in commands(block.text):
                check_command(args)


@pytest.mark.parametrize("line", ["comparee x.toml", "compare x.toml --wat", "run", "compare x.toml --without x"])
def test_a_command_that_does_not_exist_is_found(line: str, elsewhere: Path) -> None:
    (elsewhere / "x.toml").write_text("quarters = 4\n", encoding="utf-8")
    # Typer may bring a Click of its own: what is raised is known by its name only.
    with pytest.raises(Exception) as found:
        check_command(line.split())
    assert type(found.value).__name__ in ("AssertionError", "NoSuchOption", "MissingParameter", "KeyError")


# --- scenarios --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [p for p in PAGES if any(b.language == "toml" for b in blocks(p))],
                         ids=lambda p: p.name)
def test_every_piece_of_a_scenario_or_design_loads(page: Path, elsewhere: Path) -> None:
    for block in blocks(page):
        if block.language == "toml" and "[sampler]" in block.text:
            (elsewhere / "experiments" / "shown.toml").write_text(block.text, encoding="utf-8")
            assert load_design(elsewhere / "experiments" / "shown.toml").points > 1
        elif block.language == "toml":
            load_text(block.text, f"{page.name}, block at line {block.line}")


# --- links ------------------------------------------------------------------------------------------------------------


def broken_links(page: Path) -> list[str]:
    """Links of a page to files or headings that are not there."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    found = []
    for match in LINK.finditer(text):
        target, _, anchor = match["target"].partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = page if not target else page.parent / target
        if not file.exists():
            found.append(match["target"])
        elif anchor and file.suffix == ".md":
            heads = re.findall(r"^#+ (.*)$", FENCE.sub("", file.read_text(encoding="utf-8")), re.MULTILINE)
            if anchor not in map(slug, heads):
                found.append(match["target"])
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# Head\n[x](none.md) [y](#head) [z](#no) [w](https://example.org/a)\n", encoding="utf-8")
    assert broken_links(page) == ["none.md", "#no"]


# --- names ------------------------------------------------------------------------------------------------------------


def unknown_names(text: str) -> list[str]:
    """Names of the package and of its files anywhere in a text, and of scenario values in backticks, that are none."""
    values = {row.name for row in rows() if "[" not in row.name}
    sections = {name[:i] for name in values for i, letter in enumerate(name) if letter == "."}
    found = []
    for name in OURS.findall(text):
        known = (ROOT / name).exists() if name.startswith("sim/") else leads_somewhere(name)
        found += [] if known else [name]
    for quoted in re.findall(r"`([\w.-]+)`", FENCE.sub("", text)):
        if quoted.partition(".")[0] in sections and "." in quoted and quoted not in values | sections:
            found.append(quoted)
    return found


def leads_somewhere(name: str) -> bool:
    """Whether a dotted name is a module, or something in one; fields of data classes count."""
    path, _, last = name.rpartition(".")
    with suppress(ModuleNotFoundError):
        import_module(name)
        return True
    try:
        home = pkgutil.resolve_name(path)
    except (ModuleNotFoundError, AttributeError):
        return False
    return hasattr(home, last) or last in getattr(home, "__dataclass_fields__", ())


def written_in(page: Path) -> str:
    """What a page says; of a notebook, the cells of text and of code, without what the code printed."""
    text = page.read_text(encoding="utf-8")
    if page.suffix != ".ipynb":
        return text
    return "\n\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


@pytest.mark.parametrize("page", NAMING, ids=lambda p: p.name)
def test_names_in_the_text_exist(page: Path) -> None:
    assert unknown_names(written_in(page)) == []


def test_a_name_that_does_not_exist_is_found() -> None:
    bad = ["sim/none.py", "sim.none", "sim.people.population.Population.none", "framework.none"]
    good = ["sim/model.py", "sim.model", "sim.people.population.Population.fear", "framework.bonus", "params.toml"]
    assert unknown_names(" ".join(f"`{name}`" for name in bad + good)) == bad
    assert unknown_names("```bash\npython -m sim.none\n```\nSee sim/none/, results.sim.none and ./sim/none.") == [
        "sim.none", "sim/none/"]


# --- the table of measures --------------------------------------------------------------------------------------------


def measures_table() -> str:
    """The table of all kinds of measures, as the schema has them."""
    lines = ["| kind | what it does | own fields |", "|---|---|---|"]
    for kind, model in MEASURES.items():
        mark = " \\*" if issubclass(model, PeopleMeasure) else ""
        said = (model.__doc__ or "").strip().splitlines()[0]
        lines.append(f"| `{kind}`{mark} | {said} | {own_fields(model) or '-'} |")
    return "\n".join(lines)


def prices_table() -> str:
    """What each price pays for, as the kinds of measures declare it."""
    paid: dict[Price, list[str]] = {}
    for kind, model in MEASURES.items():
        for price in model.prices:
            paid.setdefault(price, []).append(kind)
    free = [kind for kind, model in MEASURES.items() if not model.prices]
    lines = ["| paid from | by | when, times dose |", "|---|---|---|"]
    rows = [(f"`costs.{price.cost}`", kinds, f"{FOR[price.heads]}, {ONCE[price.per]}") for price, kinds in paid.items()]
    lines += [f"| {paid_from} | {', '.join(f'`{kind}`' for kind in kinds)} | {when} |"
              for paid_from, kinds, when in [*rows, ("no price of its own", free, "-")]]
    return "\n".join(lines)


FOR = {"reached": "per person reached", "all": "per person", "opinion_leaders": "per opinion leader",
       "leaders": "per leader"}
ONCE = {"programme": "once for the programme", "quarter": "in every quarter", "first quarter": "in the first quarter"}


def own_fields(model: type[MeasureBase]) -> str:
    """The fields that a kind has besides those of every measure."""
    found = []
    for key, field in model.model_fields.items():
        if key == "kind" or key in PeopleMeasure.model_fields:
            continue
        if hasattr(field.default, "model_dump"):
            inner = ", ".join(f"{k} = {toml_value(v)}" for k, v in field.default.model_dump().items())
            found.append(f"`{key}` = `{{ {inner} }}`")
            continue
        low, high = bounds_of(field)
        allowed = ", ".join(map(str, choices_of(field.annotation))) or f"{low:g} to {high:g}"
        found.append(f"`{key}` = `{toml_value(field.default)}` ({allowed}): {field.description}")
    return "<br>".join(found)


def with_part(text: str, name: str, content: str) -> str:
    """The page with new content between the marks of a part; `ValueError` unless it has the part once."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    if not text.count(begin) == text.count(end) == 1:
        raise ValueError(f"the page must have the part {name!r} once")
    return text.partition(begin)[0] + begin + content + "\n" + end + text.partition(end)[2]


@pytest.mark.parametrize(("name", "table"), [("measures", measures_table), ("prices", prices_table)])
def test_the_tables_of_measures_are_what_the_declarations_give(name: str, table: Callable[[], str]) -> None:
    text = SCENARIO_GUIDE.read_text(encoding="utf-8")
    assert text == with_part(text, name, table()), CURE


# --- the answer of the worked example ---------------------------------------------------------------------------------


def worked_answer() -> str:
    """What the worked example's question prints, without the later tables."""
    from sim.comparison.compare import compare
    from sim.comparison.tables import as_text, summary_cells

    found = compare(load_text(next(b.text for b in blocks(SCENARIO_GUIDE) if b.file)), replications=200)
    return f"```text\n{as_text(summary_cells(found))}\n\n{textwrap.fill(found.sentence(), 120)}\n```"


@pytest.mark.slow
def test_the_worked_example_gives_the_answer_shown() -> None:
    text = SCENARIO_GUIDE.read_text(encoding="utf-8")
    assert text == with_part(text, "answer", worked_answer()), CURE


# --- the tables of the model description ------------------------------------------------------------------------------

TABLES: dict[str, Callable[[], str]] = {"parameters": parameter_tables, "mechanisms": mechanism_table,
                                        "claims": claim_table}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_of_the_model_description_are_what_the_declarations_give(name: str) -> None:
    text = MODEL.read_text(encoding="utf-8")
    assert text == with_part(text, name, TABLES[name]()), CURE


def main() -> None:
    """Write the generated parts of the pages anew."""
    guide = {"measures": measures_table, "prices": prices_table, "answer": worked_answer}
    parts = {MODEL: TABLES, SCENARIO_GUIDE: guide}
    for page, made in parts.items():
        text = page.read_text(encoding="utf-8")
        for name, content in made.items():
            text = with_part(text, name, content())
        page.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
