"""Start the web process: from nothing to an application that can answer."""

import statistics
import subprocess
import sys
import tempfile

STARTS = 7
START = """
import sys, time
begun = time.perf_counter()
from pathlib import Path
from app import create_app
from config import Config
create_app(Config(secret_key="k" * 32, data_dir=Path(sys.argv[1])))
print(time.perf_counter() - begun)
"""


def main() -> None:
    """Print the median of some starts, the first, which fills the disk's cache, left out."""
    with tempfile.TemporaryDirectory() as folder:
        times = [start(folder) for _ in range(STARTS)][1:]
    print(f"start: median {statistics.median(times):.2f} s, slowest {max(times):.2f} s (reach: 0.7 s)")


def start(folder: str) -> float:
    """Return the seconds of one start."""
    command = [sys.executable, "-c", START, folder]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


if __name__ == "__main__":
    main()
