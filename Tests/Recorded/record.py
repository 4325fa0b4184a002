#!/usr/bin/env python3
"""Holds a refactoring to "no behaviour changes": runs some hundred command lines and compares what they did.

Before the change, with a release build of the code as it is (keep a copy of the program outside .build):

    cp .build/release/rfm /tmp/rfm-before
    python3 Tests/Recorded/record.py --rfm /tmp/rfm-before --record /tmp/recorded.json

After each step of it:

    python3 Tests/Recorded/record.py --rfm .build/release/rfm --compare /tmp/recorded.json

It prints a unified diff of what differs and exits 1, or says that nothing does and exits 0. Other uses:

    record.py --rfm NEW --compare-with OLD          two programs side by side, without a recording
    record.py --rfm NEW --compare FILE --only undo  the stories with this in their title or lines
    record.py --rfm NEW --compare-with OLD --only sweep --whole   texts in full, nothing cut
    record.py --list                                the stories

A story is a title and some command lines, run in turn by a shell in a fresh folder with a copy of Models/
and Segments/; lines/*.txt holds them, and README.txt beside them says how to write one. Of each command line
it keeps exit status, standard output, standard error (or the screen of a terminal) and each file that it
wrote: its mode, its hash and its text; of a store every table and the view, of a workbook every part. Of
long texts the later lines are kept as hashes of blocks.

The sales are those of ../shared/data (or --data FOLDER), and small files that invented.py makes. A story
whose sales are not there is not run. A recording holds figures of real customers: keep it out of the
repository. It belongs to one machine: screens hang on its Readline, and dumps on its SQLite.

Models/, Segments/ and the stories are those of this checkout, for both sides: where they change, record anew
with the program of before.
"""

import argparse
import concurrent.futures
import difflib
import json
import os
import pathlib
import shutil
import sys
import tempfile
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import invented
import run
import stories

REPOSITORY = HERE.parent.parent
FORMAT = 1


def main():
    options = arguments()
    try:
        told = stories.read(HERE / "lines")
    except stories.Problem as problem:
        return fail(problem)
    if options.only:
        told = [story for story in told if any(word in story.text for word in options.only)]
        if not told:
            return fail(f"no story has {' or '.join(options.only)} in it")
    if options.list:
        for story in told:
            print(story.title)
        return 0
    sources = data_files(options.data)
    there = [story for story in told if not story.needs - set(sources)]
    if len(there) < len(told):
        print(f"not run: {len(told) - len(there)} stories, whose sales are not in {options.data}",
              file=sys.stderr)

    if options.record:
        recorded = recording(options.rfm, there, sources, options)
        with open(options.record, "w") as file:
            json.dump({"format": FORMAT, "stories": recorded}, file, indent=0)
        print(f"recorded {counted(recorded)} in {options.record}")
        return 0
    if options.compare:
        with open(options.compare) as file:
            before = json.load(file)
        if before.get("format") != FORMAT:
            return fail(f"{options.compare} was recorded by another version of this script; record it anew")
        before = before["stories"]
        if options.only:
            titles = {story.title for story in told}
            before = {title: lines for title, lines in before.items() if title in titles}
    else:
        before = recording(options.compare_with, there, sources, options)
    after = recording(options.rfm, there, sources, options)
    return report(before, after)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rfm", metavar="PATH", default=str(REPOSITORY / ".build/release/rfm"),
                        help="the program; that of the release build without")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--record", metavar="FILE", help="record what the program does")
    what.add_argument("--compare", metavar="FILE", help="compare it with a recording")
    what.add_argument("--compare-with", metavar="PATH", help="compare it with another program")
    what.add_argument("--list", action="store_true", help="the titles of the stories")
    parser.add_argument("--data", metavar="FOLDER", default=str(REPOSITORY.parent / "shared/data"),
                        help="the real sales; ../shared/data without")
    parser.add_argument("--only", metavar="TEXT", action="append",
                        help="only stories with this in their title or lines (may be repeated)")
    parser.add_argument("--whole", action="store_true", help="keep long texts in full")
    parser.add_argument("--jobs", metavar="N", type=int, default=2, help="stories at a time (default: 2)")
    parser.add_argument("--slowest", metavar="N", type=int, default=0, help="say which stories take longest")
    return parser.parse_args()


def data_files(folder):
    """Path of each real file that is there, by the name that stories call it."""
    names = {"2009.csv": "online-retail-2009-2010.csv", "2010.csv": "online-retail-2010-2011.csv",
             "workbook.xlsx": "online-retail-sample.xlsx", "orders.csv": "rfm-orders.csv"}
    paths = {name: pathlib.Path(folder).resolve() / real for name, real in names.items()}
    return {name: str(path) for name, path in paths.items() if path.exists()}


def recording(program, told, sources, options):
    """What a program does in each story: {title: [what a line did]}."""
    given, program = program, shutil.which(os.path.abspath(program))
    if not program:
        raise SystemExit(f"error: {given}: there is no such program; swift build -c release makes one")
    # The length of this path is always the same, since texts are wrapped with it in them.
    with tempfile.TemporaryDirectory(prefix="rfm-recorded-", dir="/tmp") as folder:
        root = pathlib.Path(folder)
        (root / "bin").mkdir()
        # A copy, so that a build meanwhile changes nothing.
        shutil.copy(program, root / "bin/rfm")
        (root / "files").mkdir()
        made = invented.write(root / "files")
        stage = run.Stage(root, REPOSITORY, sources, made, options.whole)
        with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
            futures = [pool.submit(timed, stage, number, story) for number, story in enumerate(told)]
            outcomes = [future.result() for future in futures]
    slowest = sorted(((seconds, story.title) for story, (seconds, _) in zip(told, outcomes)), reverse=True)
    for seconds, title in slowest[:options.slowest]:
        print(f"{seconds:6.2f} s  {title}", file=sys.stderr)
    return {story.title: lines for story, (_, lines) in zip(told, outcomes)}


def timed(stage, number, story):
    start = time.monotonic()
    lines = run.story(stage, number, story)
    return time.monotonic() - start, lines


def report(before, after):
    """Prints what differs.

    Returns the exit status: 1 where something does.
    """
    differing = 0
    for title in list(before) + [title for title in after if title not in before]:
        if title not in after:
            print(f"=== {title}\nrecorded, and not run now: the story or its sales are missing\n")
        elif title not in before:
            print(f"=== {title}\nrun now, and not recorded\n")
        elif before[title] != after[title]:
            diff = difflib.unified_diff(
                shown(before[title]), shown(after[title]), "before", "after", lineterm="")
            print(f"=== {title}")
            for line in diff:
                print(line.encode("utf-8", "backslashreplace").decode())
            print()
        else:
            continue
        differing += 1
    if differing:
        print(f"{differing} of {len(before.keys() | after.keys())} stories differ; "
              "--compare-with OLD --whole --only TITLE shows all lines of one")
        return 1
    print(f"no difference in {counted(after)}")
    return 0


def shown(lines):
    """What the lines of a story did, as lines of text."""
    out = []
    for line in lines:
        out += [f"$ {line['line']}", f"status {line['status']}"]
        for name in ("stdout", "stderr", "screen"):
            if name in line:
                out.append(f"{name}:" if line[name] else f"{name}: nothing")
                out += ["    " + text for text in line[name]]
        for path, file in line["files"].items():
            out.append(f"file {path}: {file['what']}")
            out += ["    " + text for text in file["text"]]
    return out


def counted(recorded):
    return f"{sum(map(len, recorded.values()))} command lines of {len(recorded)} stories"


def fail(problem):
    print(f"error: {problem}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # Who reads the diff has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)
