"""`python -m mkt`."""

from mkt.cli import main

if __name__ == "__main__":
    main()
