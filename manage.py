#!/usr/bin/env python
"""The front door for operators: `python manage.py help`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangvien.settings")
    execute_from_command_line(sys.argv)
