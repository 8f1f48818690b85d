"""Run one command and print its wall clock, CPU time and peak memory as JSON; run with ``python -S``.

A process of its own, because the kernel counts the memory of whoever starts a command into the command's peak: a
starter that has loaded NumPy would hide what a small command needs. So this file loads next to nothing. Unix only.
"""

import os
import sys
import time

KIB_PER_RSS = 1 / 1024 if sys.platform == "darwin" else 1  # Linux counts in KiB, macOS in bytes


def main() -> None:
    """Run ``sys.argv[1:]``; what it prints on stdout is dropped, its exit code is passed on."""
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    began = time.perf_counter()
    child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - began
    peak = used.ru_maxrss * KIB_PER_RSS * 1024 / 1e6
    print(f'{{"wall": {wall}, "cpu": {used.ru_utime + used.ru_stime}, "peak_mb": {peak}}}')
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
