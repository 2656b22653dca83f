"""Run command lines one after another in this process, as a user would: JSON of argument lists in, their exit statuses out."""

from __future__ import annotations

import json
import sys

from click.testing import CliRunner

from callqa.cli import main

statuses = [CliRunner().invoke(main, arguments).exit_code for arguments in json.load(sys.stdin)]
sys.stdout.write(json.dumps(statuses))
