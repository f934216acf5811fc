"""Makes a business of a million customers and imports it; prints rows, seconds, rows a second and peak memory of each step as a table.

    python3 bench/sim/million.py PROGRAM FOLDER [CUSTOMERS]

PROGRAM is a release build of troth; FOLDER takes about a gigabyte for the files and two for the records.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

# In an order in which nothing is named before it is there; other files are of kinds that are not imported yet.
KINDS = ["teams", "staff", "accounts", "contacts", "purchases", "interactions"]


def run(arguments):
    """Seconds, peak memory in MB, and what was printed."""
    began = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {' '.join(arguments)}")
    return time.monotonic() - began, usage.ru_maxrss / 1024, json.loads(printed)


def line(step, rows, seconds, memory):
    print(f"| {step} | {rows:,} | {seconds:.1f} | {rows / seconds:,.0f} | {memory:.0f} |", flush=True)


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    customers = sys.argv[3] if len(sys.argv) > 3 else "1000000"
    files, data = folder / "files", folder / "data"
    print("| step | rows | seconds | rows a second | peak memory, MB |\n| --- | --- | --- | --- | --- |")
    made = [program, "simulate", "--customers", customers, "--seed", "1", "--out", str(files), "--json"]
    seconds, memory, told = run(made)
    line("made", sum(told["rows"].values()), seconds, memory)
    for kind in KINDS:
        imported = [program, "import", kind, str(files / f"{kind}.csv"), "--json", "--data", str(data)]
        seconds, memory, told = run(imported)
        line(f"import of {kind}", told["rows"], seconds, memory)


main()
