"""Find the defaults of what no source gives the size of, from the patterns of the literature.

    python experiments/calibrate_defaults.py [--workers N] [--kept DIR] [--out FILE]

History matching on a space-filling design, then the point that fits while departing little from the stated
assumptions. Reads `calibrate_defaults.toml`, writes `calibrate_defaults.json` beside it; the values there are the
declared defaults of the package (a test compares them). Waves that are simulated already are read from `--kept`,
so that an interrupted search goes on where it was. About an hour on two processors.
"""

from __future__ import annotations

import argparse
import json
import time
import tomllib
from pathlib import Path

from sim.engine.ensemble import default_workers
from sim.fitting.prior import inputs_of
from sim.scenario.schema import Scenario
from sim.validation.calibration.document import result_of
from sim.validation.calibration.history import Settings, search

HERE = Path(__file__).parent
SHIPPED = HERE / "calibrate_defaults.json"
"""The result that ships; it keeps the assumptions of the first calibration, from which every other one starts."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=default_workers(),
                        help="processes; the result does not depend on it")
    parser.add_argument("--kept", type=Path, default=Path("results/calibration"), help="waves already simulated")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    given = parser.parse_args()
    plan = tomllib.loads((HERE / "calibrate_defaults.toml").read_text(encoding="utf-8"))
    before = json.loads(SHIPPED.read_text(encoding="utf-8"))["starts"] if SHIPPED.exists() else {}
    inputs = inputs_of({**before, **plan["starts"]})
    began = time.monotonic()

    def said(text: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {text}", flush=True)

    settings = Settings(**plan["settings"], workers=given.workers)
    found = search(Scenario(), inputs, settings, given.kept, said)
    result = result_of(Scenario(), found, settings, said)
    part = given.out.with_suffix(".part")
    part.write_text(json.dumps(result, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    part.replace(given.out)
    said(f"written: {given.out}")


if __name__ == "__main__":
    main()
