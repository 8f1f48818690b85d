"""What all tests share: the same generated inputs every time in CI, and no window for figures."""

from __future__ import annotations

import os
import signal

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# No deadline: a first call may load a library, and a busy machine is not a defect. Few examples, the same every time,
# are the short form for every commit; `make test-full` and whoever works on something take more.
settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=int(os.environ.get("EXAMPLES", "25")))
settings.load_profile("ci" if os.environ.get("CI") else "developer")

# Started where Ctrl-C or a hang-up is ignored (nohup, some runners), programs that tests start would ignore them too.
for _number in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, signal.default_int_handler if _number == signal.SIGINT else signal.SIG_DFL)
