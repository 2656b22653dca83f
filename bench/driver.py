"""What a call costs the process that owns the database, and what a cluster's workers can take off it.

    python bench/driver.py [--calls 40]

Calls of 8 minutes and 1,200 words (``bench/store_size.py``). Read and analysed: what ``--runner ray`` leaves to workers, beside
hearing. Judged and stored: what stays with the one process that owns the database, so it bounds how many calls a cluster can
bring in. Processor time; the first calls, which load everything, are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from store_size import make_call

from callqa.analysis import analyse
from callqa.pipeline.judging import Assessor, Heard, context_of, merged_meta
from callqa.pipeline.options import RunOptions
from callqa.pipeline.planning import Item, make_plan
from callqa.pipeline.reading import read_words
from callqa.pipeline.remote import Shadow
from callqa.pipeline.scorecards import Scorecards
from callqa.settings import Project, load_project
from callqa.store import Store

FIRST = 3
DAY_S = 86_400


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="callqa-bench-") as folder:
        root = Path(folder)
        (root / "callqa.yaml").write_text("lang: en\n", encoding="utf-8")
        (root / "calls").mkdir()
        for number in range(given.calls + FIRST):
            path = root / "calls" / f"call-{number:04}.json"
            path.write_text(json.dumps(make_call(number), ensure_ascii=False), encoding="utf-8")
        project, _ = load_project(root)
        with Store.open(root / "bench.db") as store:
            read_s, kept_s = measured(project, store)
    print(f"{given.calls} calls, processor time a call, {os.cpu_count()} cores")
    print(f"read and analysed (a worker): {1000 * read_s / given.calls:.0f} ms")
    print(f"judged and stored (the one writer): {1000 * kept_s / given.calls:.0f} ms", end="")
    print(f", at most {DAY_S * given.calls / kept_s:,.0f} calls a day")
    return 0


def measured(project: Project, store: Store) -> tuple[float, float]:
    """Give the processor time of reading and analysing, and of judging and storing, in seconds."""
    options = RunOptions(who="bench")
    scorecards = Scorecards(project, store, options)
    scorecards.load()
    assessor = Assessor(project, store, options, scorecards)
    with Shadow() as shadow:
        items = make_plan([project.root / "calls"], project=project, store=store, options=options, shadow=shadow).items
    read_s = kept_s = 0.0
    for number, item in enumerate(items):
        began = time.process_time()
        heard = analysed(item, project)
        middle = time.process_time()
        assessor.assess(heard)
        if number >= FIRST:
            read_s += middle - began
            kept_s += time.process_time() - middle
    return read_s, kept_s


def analysed(item: Item, project: Project) -> Heard:
    """Do what a worker does with a transcript."""
    transcript, problems = read_words(item.path)
    if transcript is None:
        raise SystemExit(str(problems))
    meta = merged_meta(Heard(item=item, transcript=transcript), project)
    analysis = analyse(transcript, context=context_of(meta, transcript, project))
    return Heard(item=item, transcript=transcript, problems=problems, analysis=analysis)


if __name__ == "__main__":
    sys.exit(main())
