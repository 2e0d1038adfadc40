#!/usr/bin/env python
"""Command line of the call center: `manage.py help` lists every command."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callcenter.settings")
    from callcenter.embedded.commands import execute

    execute(sys.argv)


if __name__ == "__main__":
    main()
