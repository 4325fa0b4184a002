#!/usr/bin/env python3
"""Computes the figures of docs/statistics.md anew, with scikit-learn, scipy and lifetimes.

    python3 Tests/Proof/what_was_tried.py [TOPIC...]

Topics are again, money, overdue, stability, uplift, segmentations, gap and features; without one, all of them. The
two years of Online Retail II are looked for in ../shared/data, CDNOW in the package lifetimes. What is missing is
named, and what needs it is skipped. Each row that the page has a figure for is compared with it.
"""

import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
sys.path.insert(0, str(Path(__file__).resolve().parent))

missing = []
for module, package in [("numpy", "numpy"), ("pandas", "pandas"), ("scipy", "scipy"), ("sklearn", "scikit-learn")]:
    try:
        __import__(module)
    except ImportError:
        missing.append(package)
if missing:
    print(f"skipped: {', '.join(missing)} not installed for {sys.executable}; pip install {' '.join(missing)} lifetimes")
    sys.exit(0)
try:
    import lifetimes
except ImportError:
    lifetimes = None
    print("lifetimes is not installed: CDNOW, BG/NBD, Pareto/NBD and Gamma-Gamma are skipped; pip install lifetimes")

from tried import again, data, features, segmentations, uplift
from tried.said import Said

TOPICS = {
    "again": again.rows, "money": again.money, "overdue": again.overdue,
    "stability": segmentations.stability, "uplift": uplift.rows,
    "segmentations": segmentations.rows, "gap": segmentations.gap, "features": features.rows,
}  # fmt: skip


def main():
    chosen = sys.argv[1:] or list(TOPICS)
    unknown = [topic for topic in chosen if topic not in TOPICS]
    if unknown:
        sys.exit(f"{unknown[0]}: no such topic; there are {', '.join(TOPICS)}")
    shops = data.shops(has_cdnow=lifetimes is not None)
    if not shops:
        print("skipped: the two years of Online Retail II are not in ../shared/data, and lifetimes is not there")
        return
    said = Said()
    for topic in chosen:
        print(f"\n## {topic}\n")
        TOPICS[topic](shops, said)
    said.end()


if __name__ == "__main__":
    main()
