#!/usr/bin/env python3
"""The segments that train shows six shops with, and whether what they say is so.

    Tests/Proof/segment_claims.py RFM DATA > docs/segment-claims.md

RFM is the program, and DATA the folder with the real sales, of which nothing is kept but figures. Two shops are
invented by `rfm sample`: one whose customers come every few days, and one whose customers let months pass.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

HEAD = """# What the segments say, and what is so

Names and texts of segments are claims. `train` takes the pack whose claims hold, and writes one from the customers where
none does. This table shows, for six shops and with the defaults of `train`, which pack that is, each claim of its
segments, and what the customers say. It is written by Tests/Proof/segment_claims.py.
"""


def main():
    rfm, data = (os.path.abspath(path) for path in sys.argv[1:3])
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    shops = [
        ("A giftware shop, 2009–2010", [f"{data}/online-retail-2009-2010.csv"]),
        ("The same shop, 2010–2011", [f"{data}/online-retail-2010-2011.csv"]),
        ("The first rows of both years, as a workbook", [f"{data}/online-retail-sample.xlsx"]),
        ("Orders of 995 customers over years", [f"{data}/rfm-orders.csv"]),
        ("An invented shop with a short rhythm", ["--customers", "400", "--rows", "40000"]),
        ("An invented shop with a long rhythm", ["--customers", "2000", "--rows", "6000", "--seed", "7"]),
    ]
    print(HEAD)
    false = 0
    for number, (title, source) in enumerate(shops):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(f"{root}/Segments", f"{folder}/Segments")
            shutil.copytree(f"{root}/Layouts", f"{folder}/Layouts")

            def run(*arguments):
                environment = dict(os.environ, HOME=folder)
                return subprocess.run(
                    [rfm, *arguments], cwd=folder, env=environment, capture_output=True, text=True)

            if source[0].startswith("--"):
                run("sample", *source, "-o", "sales.csv")
                source = ["sales.csv"]
            trained = run("train", *source, "-o", "Models/shop.json", "--json")
            if trained.returncode != 0:
                sys.exit(f"{title}: {trained.stderr}")
            why = next((note for note in json.loads(trained.stdout)["notes"] if "says what is not so" in note), None)
            with open(f"{folder}/Models/shop.json") as file:
                rhythm = json.load(file)["rhythm"]
            pack = json.loads(run("segments", "--json").stdout)["pack"]
            report = json.loads(run("segments", "lint", pack, "--json").stdout)[0]
        false += sum(claim["holds"] is not True for claim in report["claims"])
        print(f"## {title}\n")
        print(
            f"The median gap between two purchase days is {rhythm['median']:.0f} days; nine in ten are at most "
            f"{rhythm['p90']:.0f} days. " + ("The pack in use is `retail`." if pack == "retail" else
            f"The pack in use is `{pack}`." if pack != "shop" else "The pack in use was written from the customers."))
        if why:
            print("`train` says why: " + why.split("since ", 1)[-1].removesuffix(": edit it") + ".")
        print("\n| segment | customers | claim | figure |\n| --- | ---: | --- | ---: |")
        for claim in report["claims"]:
            print(f"| {claim['segment']} | {claim['customers']:,} | {words(claim)} | {figure(claim)} |")
        print()
    print("All claims hold." if false == 0 else f"{false} claims are false.")
    sys.exit(1 if false else 0)


def words(claim):
    text = claim["claim"]
    bounds = []
    for quantity, limits in claim["bounds"].items():
        sides = {"min": "at least", "max": "at most", "below": "below"}
        bounds.append(f"{quantity} " + " and ".join(f"{sides[side]} {value:,.6g}" for side, value in limits.items()))
    whom = f"{text['share']:.0%} have" if "share" in text else f"{text['of']}:"
    says = f"“{text['says']}”: " if "says" in text else ""
    return f"{says}{whom} {' and '.join(bounds)}" if bounds else f"{says}nobody is in it"


def figure(claim):
    if claim["figure"] is None:
        return "–"
    value = f"{claim['figure']:.0%}" if "share" in claim["claim"] else f"{claim['figure']:,.6g}"
    return value if claim["holds"] else f"**{value}**"


if __name__ == "__main__":
    main()
