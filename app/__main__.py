"""`python -m app` is the command line."""

import sys

# Guarded, since the child process that makes reports reads this file again, and needs none of it.
if __name__ == "__main__":
    from app.cli import main

    sys.exit(main())
