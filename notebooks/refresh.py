"""Runs the notebooks from a clean kernel and writes their outputs anew: ``python notebooks/refresh.py [NAME...]``.

A notebook runs in a directory of its own beside copies of the scenarios, so that nothing is written into the
repository but the notebook itself. What is stored does not depend on the day or on the machine.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
NOTEBOOKS = sorted(HERE.glob("[0-9]*.ipynb"))
BESIDE = ("scenarios", "experiments")
"""What notebooks read: they find it beside their own directory."""
TIME_LIMIT = 120
"""Seconds for one cell."""
ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def executed(notebook: Path, place: Path) -> dict[str, Any]:
    """The notebook as a document after all its cells ran in a new kernel, in a directory below `place`."""
    import nbformat
    from nbclient import NotebookClient

    for name in BESIDE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    home = place / "notebooks"
    home.mkdir()
    os.environ |= {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(place / "ipython"), "MPLBACKEND": "agg",
                   "JUPYTER_RUNTIME_DIR": str(place / "runtime"), "PYTHONWARNINGS": "default"}
    document = nbformat.read(notebook, as_version=4)
    client = NotebookClient(document, timeout=TIME_LIMIT, kernel_name="python3",
                            resources={"metadata": {"path": str(home)}})
    client.execute()
    return tidy(json.loads(nbformat.writes(document)))


def tidy(document: dict[str, Any]) -> dict[str, Any]:
    """The document without what differs between two equal executions."""
    document["metadata"] = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                            "language_info": {"name": "python"}}
    document["nbformat"], document["nbformat_minor"] = 4, 5
    for cell in document["cells"]:
        cell["metadata"] = {}
        if cell["cell_type"] == "code":
            cell["outputs"] = joined(cell["outputs"])
        for output in cell.get("outputs", []):
            if "data" in output:
                output["metadata"] = {}
                if "image/png" in output["data"]:
                    output["data"].pop("text/plain", None)
                elif "text/plain" in output["data"]:
                    output["data"]["text/plain"] = [ADDRESS.sub("", line) for line in output["data"]["text/plain"]]
    return document


def joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outputs with neighbouring pieces of printed text as one: where a kernel cuts them is chance."""
    whole: list[dict[str, Any]] = []
    for output in outputs:
        last = whole[-1] if whole else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] = [*"".join([*last["text"], *output["text"]]).splitlines(keepends=True)]
        else:
            whole.append(output)
    return whole


def text_of(document: dict[str, Any]) -> str:
    """The document as it is stored."""
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main(names: list[str]) -> None:
    """Refresh the notebooks whose names contain one of the words; all without words."""
    for notebook in NOTEBOOKS:
        if names and not any(name in notebook.name for name in names):
            continue
        with tempfile.TemporaryDirectory() as place:
            text = text_of(executed(notebook, Path(place)))
        notebook.write_text(text, encoding="utf-8", newline="\n")
        print(f"{notebook.relative_to(ROOT)}: {len(text) / 1000:,.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
