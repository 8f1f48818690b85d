"""The rules of the house, as tests over the source of `sim`.

Each rule is a function from sources to complaints. It runs over the package, where it must find nothing, and
over a bad example, where it must find something: a rule that cannot fail is none.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULE_LINES = 400
FUNCTION_LINES = 50

Sources = Mapping[str, str]
"""Module name -> its text. Packages end in ``.__init__``."""
Rule = Callable[[Sources], list[str]]

# What each room may import, besides itself: from the top down, each with those below it that it needs.
PEOPLE_AND_BELOW = {"people", "scenario", "parameters"}
SCIENCE = {"programme", "laws"} | PEOPLE_AND_BELOW
TOOLS = {"results", "draw", "words", "statistics"}  # for telling: what decides a number knows none of them
RUNS = {"engine"} | SCIENCE
ANSWERS = {"comparison", "model"} | RUNS | TOOLS
MAY_IMPORT = {
    "__main__": {"cli"},
    "cli": {"app", "study", "validation", "fitting"} | ANSWERS,
    "app": {"study", "validation", "fitting"} | ANSWERS,
    "study": {"fitting"} | ANSWERS,  # beside validation: what is asked of a scenario, and what is asked of the model
    "validation": {"fitting"} | ANSWERS,
    "fitting": ANSWERS,
    "comparison": RUNS | TOOLS,
    "model": RUNS,
    "engine": SCIENCE,
    "programme": {"scenario", "parameters"},  # measures act on the framework: they know neither laws nor people
    "people": {"scenario", "parameters"},
    "draw": {"results", "statistics", "scenario"},
    "results": {"scenario"},
    "words": {"scenario"},
    "statistics": set[str](),
    "laws": {"parameters"},  # the science knows nothing of ours but its numbers
    "scenario": {"parameters"},
    "parameters": set[str](),
}
FREE = {"_version", "arrays", "interrupts"}
SMALL = 60
"""Lines below which a module that serves one sibling only belongs into that sibling; a law stands alone."""
SMALL_ON_PURPOSE = {
    "sim.app.serving.events": "its sibling starts Solara's server on import; this is tested without",
    "sim.app.session.memo": "generic; the session beside it is the longest module of its room",
}
"""Such modules that stay, and why."""
FLOATS = re.compile(r"NDArray\[(?:np|numpy)\.float64\]")
HEAVY = ("matplotlib", "solara", "mesa", "pandas", "scipy")

# Written with brackets so that this file does not contain what it forbids.
MACHINE_BOUND = re.compile(
    r"(?<![\w.:/~$}-])[/](?:work|farm|root|home|Users)/|\b[A-Z]:\\\\?Users|file:[/]{3}"
    r"|index[-_]url|find[-_]links|pypi[.]org/simple|files[.]pythonhosted",
    re.IGNORECASE,
)


@cache
def package_sources() -> dict[str, str]:
    """All modules of the package."""
    files = sorted((ROOT / "sim").rglob("*.py"))
    return {".".join(f.relative_to(ROOT).with_suffix("").parts): f.read_text(encoding="utf-8") for f in files}


@cache
def parsed(name: str, text: str) -> ast.Module:
    return ast.parse(text, filename=name)


def trees(sources: Sources) -> Iterator[tuple[str, ast.Module]]:
    return ((name, parsed(name, text)) for name, text in sources.items())


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def long_modules(sources: Sources) -> list[str]:
    return [f"{name}: {n} lines" for name, text in sources.items() if (n := len(text.splitlines())) > MODULE_LINES]


def long_functions(sources: Sources) -> list[str]:
    return [
        f"{name}.{f.name}: {length} lines"
        for name, tree in trees(sources)
        for f in functions(tree)
        if (length := (f.end_lineno or f.lineno) - f.lineno + 1) > FUNCTION_LINES
    ]


def undocumented(sources: Sources) -> list[str]:
    return [complaint for name, tree in trees(sources) for complaint in _undocumented(tree, name)]


def _undocumented(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> Iterator[str]:
    if not re.search(r"\w", ast.get_docstring(node) or ""):  # a lone full stop is a placeholder
        yield name
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return  # what is inside a function is not public
    for child in _definitions(node.body):
        if not child.name.startswith("_") and not _speaks_elsewhere(child):
            yield from _undocumented(child, f"{name}.{child.name}")


def _definitions(body: list[ast.stmt]) -> Iterator[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """Functions and classes of a body, also below ``if`` and ``try``."""
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        elif isinstance(node, ast.If | ast.Try):
            yield from _definitions([*node.body, *node.orelse])


def _speaks_elsewhere(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """True for setters and overloads, whose getter or implementation carries the docstring."""
    names = {d.attr if isinstance(d, ast.Attribute) else getattr(d, "id", "") for d in node.decorator_list}
    return bool(names & {"setter", "deleter", "overload"})


def unannotated(sources: Sources) -> list[str]:
    found = []
    for name, tree in trees(sources):
        methods = {id(f) for c in ast.walk(tree) if isinstance(c, ast.ClassDef) for f in _definitions(c.body)}
        for f in functions(tree):
            arguments = [*f.args.posonlyargs, *f.args.args]
            if id(f) in methods and not any(getattr(d, "id", "") == "staticmethod" for d in f.decorator_list):
                arguments = arguments[1:]
            arguments += [*f.args.kwonlyargs, *filter(None, (f.args.vararg, f.args.kwarg))]
            found += [f"{name}.{f.name}: {a.arg}" for a in arguments if a.annotation is None]
            found += [f"{name}.{f.name}: return" for _ in [0] if f.returns is None]
    return found


# --- imports -------------------------------------------------------------------------------------------------------


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in {
        getattr(node.test, "id", None), getattr(node.test, "attr", None)}  # fmt: skip


def imported(name: str, tree: ast.AST, known: set[str], *, at_load: bool) -> Iterator[str]:
    """Modules of ours that a module imports; with `at_load`, only those that its own import brings in."""
    for node in ast.iter_child_nodes(tree):
        if at_load and (_is_type_checking(node) or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
            if isinstance(node, ast.If):  # the else branch does run
                yield from imported(name, ast.Module(node.orelse, []), known, at_load=at_load)
            continue
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(name, node)
            yield from (f"{base}.{a.name}" if f"{base}.{a.name}" in known else base for a in node.names
                        if (base, a.name) != ("sim", "__version__"))  # fmt: skip
        yield from imported(name, node, known, at_load=at_load)


def _base(name: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = name.split(".")[: -node.level]  # for a package, the last part is __init__
    return ".".join([*package, *([node.module] if node.module else [])])


def plain_names(sources: Sources) -> set[str]:
    return {name.removesuffix(".__init__") for name in sources}


def upward_imports(sources: Sources) -> list[str]:
    """Imports against the order of the packages, those inside functions and for type checkers too."""
    known, found = plain_names(sources), set()
    for name, tree in trees(sources):
        if name == "sim.__init__":
            continue  # the front door names what it offers; that it loads nothing is tested below
        home = name.split(".")[1]
        for target in imported(name, tree, known, at_load=False):
            top, _, rest = target.partition(".")
            away = rest.split(".")[0]
            if top == "sim" and away not in FREE | {home} and away not in MAY_IMPORT.get(home, set()):
                found.add(f"{name} imports {target}")
    return sorted(found)


def import_cycles(sources: Sources) -> list[str]:
    """Modules that bring themselves in while they load."""
    return _circles(import_graph(sources, at_load=True))


def import_circles(sources: Sources) -> list[str]:
    """Modules that reach themselves over imports of any kind; the front door, which may name all, is left out."""
    return _circles(import_graph({n: text for n, text in sources.items() if n != "sim.__init__"}, at_load=False))


def _circles(edges: Mapping[str, set[str]]) -> list[str]:
    return [f"{name} imports itself through {sorted(edges[name])}" for name in edges if name in _reach(name, edges)]


def import_graph(sources: Sources, *, at_load: bool) -> dict[str, set[str]]:
    """Which modules each module imports, and the packages above them, which load first."""
    known = plain_names(sources)
    return {
        name.removesuffix(".__init__"): {
            loaded
            for target in imported(name, tree, known, at_load=at_load)
            for loaded in _loads(target, name.removesuffix(".__init__")) & known
        }
        for name, tree in trees(sources)
    }


def _loads(target: str, importer: str) -> set[str]:
    """A module and the packages above it, which Python loads first; the importer's own are already under way."""
    parts = target.split(".")
    above = {".".join(parts[:i]) for i in range(1, len(parts))}
    return {target} | {p for p in above if not f"{importer}.".startswith(f"{p}.")}


def _reach(start: str, edges: Mapping[str, set[str]]) -> set[str]:
    seen, todo = set[str](), list(edges[start])
    while todo:
        module = todo.pop()
        if module not in seen:
            seen.add(module)
            todo += edges.get(module, set())
    return seen


# --- one thing in one place ------------------------------------------------------------------------------------------


def small_modules(sources: Sources) -> list[str]:
    """Modules of a few lines that serve one sibling only."""
    return [f"{name} serves {sibling} only" for name, sibling in _serving_one(sources) if name not in SMALL_ON_PURPOSE]


def _serving_one(sources: Sources) -> Iterator[tuple[str, str]]:
    """Small modules with the sibling that alone imports them."""
    edges = import_graph(sources, at_load=False)
    for name, text in sources.items():
        if name.endswith(".__init__") or name.startswith("sim.laws.") or len(text.splitlines()) >= SMALL:
            continue
        users = [user for user, used in edges.items() if name in used]
        if len(users) == 1 and users[0].rpartition(".")[0] == name.rpartition(".")[0] != "sim":
            yield name, users[0]


def arrays_declared_again(sources: Sources) -> list[str]:
    """Modules that spell the type of a table out, which `sim.arrays` declares."""
    return [name for name, text in sources.items() if name != "sim.arrays" and FLOATS.search(text)]


# --- laws ------------------------------------------------------------------------------------------------------------


@cache
def strategy_names() -> frozenset[str]:
    """Names of the strategies of all scenarios here, and of the one that is always there."""
    files = [tomllib.loads(f.read_text(encoding="utf-8")) for f in sorted((ROOT / "scenarios").glob("*.toml"))]
    return frozenset({"carry_on"} | {s["name"] for f in files for s in f.get("strategies", []) if "name" in s})


def of_laws(sources: Sources) -> Iterator[tuple[str, ast.AST]]:
    return ((name, node) for name, tree in trees(sources) if name.startswith("sim.laws.") for node in ast.walk(tree))


def chance_in_laws(sources: Sources) -> list[str]:
    """Draws and their makers: a law gets its uniforms from outside."""
    chance = {"random", "default_rng", "rvs", "secrets", "RandomState", "Generator"}
    return [f"{n}:{getattr(x, 'lineno', 0)} {w}" for n, x in of_laws(sources) for w in sorted(chance & _words(x))]


def _words(node: ast.AST) -> set[str]:
    if isinstance(node, ast.alias):
        return set(node.name.split("."))
    if isinstance(node, ast.ImportFrom):
        return set((node.module or "").split("."))
    return {w for w in (getattr(node, "attr", None), getattr(node, "id", None)) if isinstance(w, str)}


def strategies_in_laws(sources: Sources) -> list[str]:
    """Comparisons with the name of a strategy, or with anything called a strategy."""
    found = []
    for name, node in of_laws(sources):
        if isinstance(node, ast.Compare | ast.Match):
            inside = list(ast.walk(node.subject if isinstance(node, ast.Match) else node))
            inside += [x for case in getattr(node, "cases", []) for x in ast.walk(case.pattern)]
            texts = {x.value for x in inside if isinstance(x, ast.Constant) and isinstance(x.value, str)}
            asked = any("strategy" in word.lower() for x in inside for word in _words(x))
            if texts & strategy_names() or asked:
                found.append(f"{name}:{node.lineno} {sorted(texts)}")
    return found


# --- the rules, over the package and over bad examples ------------------------------------------------------------

RULES: list[Rule] = [long_modules, long_functions, undocumented, unannotated, upward_imports, import_cycles,
                     import_circles, small_modules, arrays_declared_again, chance_in_laws,
                     strategies_in_laws]  # fmt: skip

BAD: list[tuple[Rule, Sources]] = [
    (long_modules, {"sim.a": "x = 1\n" * (MODULE_LINES + 1)}),
    (long_functions, {"sim.a": "def f():\n" + "    x = 1\n" * FUNCTION_LINES}),
    (long_functions, {"sim.a": "class A:\n    async def f(self):\n" + "        x = 1\n" * FUNCTION_LINES}),
    (undocumented, {"sim.a": "x = 1"}),
    (undocumented, {"sim.a": '"""."""'}),
    (undocumented, {"sim.a": '"""A."""\ndef f(): ...'}),
    (undocumented, {"sim.a": '"""A."""\nif True:\n    def f(): ...'}),
    (undocumented, {"sim.a": '"""A."""\nclass A(BaseModel):\n    x: int = 1'}),
    (undocumented, {"sim.a": '"""A."""\n@dataclass\nclass A:\n    """A."""\n    @property\n    def p(self): ...'}),
    (unannotated, {"sim.a": "def f(x) -> int: ..."}),
    (unannotated, {"sim.a": "def f(x: int): ..."}),
    (unannotated, {"sim.a": "def f(*, x: int, **more) -> int: ..."}),
    (unannotated, {"sim.a": "class A:\n    @staticmethod\n    def f(x) -> int: ..."}),
    (unannotated, {"sim.a": "class A:\n    def f(self, x) -> int: ..."}),
    (upward_imports, {"sim.scenario.a": "import sim.people.b"}),
    (upward_imports, {"sim.engine.a": "def f():\n    from sim.comparison import b"}),
    (upward_imports, {"sim.engine.a": "from sim import model", "sim.model": ""}),
    (upward_imports, {"sim.engine.a": "from sim import OrgModel"}),
    (upward_imports, {"sim.engine.a": "from ..words import b"}),
    (upward_imports, {"sim.people.a": "from sim.draw import b"}),
    (upward_imports, {"sim.programme.a": "def f():\n    import sim.results.b"}),
    (upward_imports, {"sim.model": "if TYPE_CHECKING:\n    from sim.comparison.b import C"}),
    (upward_imports, {"sim.study.a": "from sim.validation import b"}),
    (upward_imports, {"sim.validation.a": "from sim.study import b"}),
    (upward_imports, {"sim.words.a": "if TYPE_CHECKING:\n    from sim.engine import b"}),
    (upward_imports, {"sim.laws.a": "from sim.scenario.schema import Scenario"}),
    (upward_imports, {"sim.programme.a": "from sim.laws import b"}),
    (upward_imports, {"sim.app.a": "from sim.cli import b"}),
    (upward_imports, {"sim.newcomer.a": "from sim.parameters import b"}),
    (import_cycles, {"sim.a": "import sim.b", "sim.b": "from sim import a"}),
    (import_cycles, {"sim.a": "import sim.b", "sim.b": "if x:\n    import sim.c", "sim.c": "import sim.a"}),
    (import_cycles, {"sim.p.__init__": "from sim.p.a import f", "sim.p.a": "from sim.p import g"}),
    (import_cycles, {"sim.p.__init__": "import sim.q", "sim.p.a": "", "sim.q": "from sim.p.a import f"}),
    (import_circles, {"sim.a": "def f():\n    from sim.b import g", "sim.b": "def g():\n    import sim.a"}),
    (import_circles, {"sim.a": "import sim.b", "sim.b": "if TYPE_CHECKING:\n    from sim.a import A"}),
    (import_circles, {"sim.p.__init__": "from sim.p.a import f", "sim.p.a": "def f():\n    from sim.p import g"}),
    (import_circles, {"sim.a": "from . import b", "sim.b": "def f():\n    from .c import g", "sim.c": "import sim.a"}),
    (small_modules, {"sim.p.a": "x = 1", "sim.p.b": "def f():\n    from sim.p.a import x"}),
    (arrays_declared_again, {"sim.a": "Table = npt.NDArray[np.float64]"}),
    (chance_in_laws, {"sim.laws.a": "import numpy as np\nx = np.random.normal()"}),
    (chance_in_laws, {"sim.laws.a": "from numpy.random import default_rng"}),
    (chance_in_laws, {"sim.laws.a": "import random"}),
    (chance_in_laws, {"sim.laws.a": "x = stats.norm.rvs(3)"}),
    (strategies_in_laws, {"sim.laws.a": "if name == 'carry_on': ..."}),
    (strategies_in_laws, {"sim.laws.a": "x = s.strategy in ('a', 'b')"}),
    (strategies_in_laws, {"sim.laws.a": "match name:\n    case 'carry_on': ..."}),
]

GOOD: Sources = {
    "sim.__init__": '"""The front door."""\nif TYPE_CHECKING:\n    from sim.model import OrgModel',
    "sim.model": '"""A face."""\nfrom sim.laws.a import law\nfrom sim.engine.d import x',
    "sim.laws.a": '''"""Laws."""
from typing import TYPE_CHECKING
from sim.parameters import P
if TYPE_CHECKING:
    from sim.laws import b

def law(x: float, uniform: float, *more: float, p: P) -> float:
    """Grow; ``np.random`` is only mentioned here."""
    def inner(y: float) -> float:
        return y if p.form == "linear" else 0
    return inner(x)

class A:
    """A."""
    @property
    def x(self) -> float:
        """X."""
    @x.setter
    def x(self, value: float) -> None: ...
    @classmethod
    def _made(cls) -> A: ...
''',
    "sim.laws.b": '"""More."""\nfrom sim import __version__',
    "sim.engine.a": '"""Chance lives here."""\nfrom numpy.random import default_rng\nimport sim.laws.b',
    "sim.arrays": '"""Tables."""\nArray = npt.NDArray[np.float64]',
    "sim.engine.few": '"""Serves two."""',
    "sim.engine.b": '"""One."""\nfrom sim.engine.few import x\nfrom sim.arrays import Array',
    "sim.engine.c": '"""Two."""\nfrom sim.engine.few import x',
    "sim.engine.d": '"""Serves another room."""',
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rule(rule: Rule) -> None:
    assert rule(package_sources()) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_leaves_good_code_alone(rule: Rule) -> None:
    assert rule(GOOD) == []


@pytest.mark.parametrize(("rule", "sources"), BAD, ids=[f"{rule.__name__}-{i}" for i, (rule, _) in enumerate(BAD)])
def test_the_rule_finds_bad_code(rule: Rule, sources: Sources) -> None:
    assert rule(sources)


def test_every_small_module_on_the_list_is_still_one() -> None:
    assert set(SMALL_ON_PURPOSE) <= {name for name, _ in _serving_one(package_sources())}


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {name.split(".")[1] for name in package_sources()} - {"__init__"}
    assert rooms - FREE == set(MAY_IMPORT) - {"__main__"}


def test_the_order_of_the_rooms_has_no_circle() -> None:
    assert [room for room in MAY_IMPORT if room in _reach(room, MAY_IMPORT)] == []


def test_the_rules_see_the_package() -> None:
    assert {"sim.__init__", "sim._version", "sim.parameters.declare"} <= set(package_sources())


# --- start-up and the other files -----------------------------------------------------------------------------------


def loaded_by(statement: str) -> set[str]:
    """Heavy libraries that a fresh interpreter has loaded after the statement."""
    code = f"import sys\n{statement}\nprint(*(m for m in {HEAVY!r} if m in sys.modules))"
    python = [sys.executable, "-c", code]
    done = subprocess.run(python, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["sim", "sim.cli.app"])
def test_start_up_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(f"import {module}") == set()


def test_the_start_up_check_sees_a_heavy_import() -> None:
    assert "scipy" in loaded_by("import scipy")


def tracked_files() -> list[Path]:
    """Files that git has or would take; without git, all but hidden and generated ones."""
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
        return [p for name in done.stdout.split("\0") if name and (p := ROOT / name).is_file()]
    except (OSError, subprocess.CalledProcessError):
        tops = [p for p in ROOT.iterdir() if not p.name.startswith(".") and p.name not in ("results", "build", "dist")]
        return [p for top in tops for p in ([top] if top.is_file() else top.rglob("*")) if p.is_file()]


def machine_bound(text: str) -> list[str]:
    return [line.strip()[:120] for line in text.splitlines() if MACHINE_BOUND.search(line)]


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # pictures and tables
        found += [f"{path.relative_to(ROOT)}: {line}" for line in machine_bound(text)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "bad"),
    [("open('" + "/" + "work/x')", True), ("see " + "/" + "home/ann/x", True), ("C:" + "\\Users\\ann", True),
     ("--index" + "-url x", True), ("file:" + "///x", True), ("PyPI.org" + "/simple", True),
     ("https://example.org/" + "work/x", False), ("home/" + "work/balance, ~/" + "work/x, ./home/x", False)],
)  # fmt: skip
def test_machine_bound_text_is_told_from_other_text(text: str, bad: bool) -> None:
    assert bool(machine_bound(text)) is bad
