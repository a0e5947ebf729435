"""The command line: `visavis`, or `python -m app`."""

import sys


def main() -> int:
    """Run the command line, loaded only here: the process that makes reports reads this file again, and needs none."""
    from app.cli import main as run  # noqa: PLC0415

    return run()


if __name__ == "__main__":
    sys.exit(main())
