"""How long a person waits on the page, in Chromium on this machine.

    make bench ROWS=page              DATA=sales.csv for another file than the 48 MB of ../shared/data

Each figure is the median of so many rounds; behind it the most that it may be. --streamlit names a Python that has
Streamlit, pandas and scikit-learn: then a page of the same job, peers/streamlit_page.py, stands beside.
"""

import argparse
import pathlib
import socket
import statistics
import subprocess
import tempfile
import time

from served import ROOT, Browser, Server

SHIFT = """
window.shift = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value; })
  .observe({ type: 'layout-shift', buffered: true });
"""


def until(condition):
    while not condition():
        time.sleep(0.005)


def upload(page, server, file):
    page.goto(f"{server.address}/file?model=online-retail-2009-2010")
    start = time.monotonic()
    page.set_input_files("input[type=file]", str(file))
    page.wait_for_selector("#by-monetary")
    page.click("#by-monetary")
    page.wait_for_selector("th[aria-sort=descending] #by-monetary")
    return time.monotonic() - start


def another_k(page, k):
    start = time.monotonic()
    page.fill("#k", str(k))
    until(lambda: page.input_value("[name=k][type=hidden]") == str(k))
    return time.monotonic() - start


def streamlit(python, browser, file):
    """The seconds of a Streamlit page for the same: usable, a file to its table, another k."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = pathlib.Path(__file__).parent / "peers/streamlit_page.py"
    process = subprocess.Popen(
        [python, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true",
         "--browser.gatherUsageStats", "false"], cwd=tempfile.gettempdir(), stdout=subprocess.DEVNULL)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)):
            time.sleep(0.1)
        page = browser.page()
        start = time.monotonic()
        page.goto(f"http://127.0.0.1:{port}")
        page.wait_for_selector("input[type=file]", state="attached")
        first = time.monotonic() - start
        start = time.monotonic()
        page.set_input_files("input[type=file]", str(file))
        page.wait_for_selector("text=done with 4")
        table = time.monotonic() - start
        start = time.monotonic()
        page.fill("input[type=number]", "5")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=done with 5")
        return first, table, time.monotonic() - start
    finally:
        process.terminate()


def usable(page, server):
    page.goto(f"{server.address}/score")
    return page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") / 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server")
    parser.add_argument("--file", default=ROOT.parent / "shared/data/online-retail-2010-2011.csv", type=pathlib.Path)
    parser.add_argument("--rounds", default=5, type=int)
    parser.add_argument("--streamlit")
    options = parser.parse_args()
    with Server(options.server, "--max-uploads", "100") as server, Browser() as browser:
        page = browser.page()
        page.add_init_script(SHIFT)
        rounds = [(upload(page, server, options.file), page.evaluate("window.shift")) for _ in range(options.rounds)]
        first = [usable(page, server) for _ in range(options.rounds)]
        shifts = [shift for _, shift in rounds]
        for view in ["score?r=12&f=5&m=1840.50", "customers", "segments", "map", "lists", "report"]:
            page.goto(f"{server.address}/{view}", wait_until="load")
            page.wait_for_timeout(300)
            shifts.append(page.evaluate("window.shift"))
        page.goto(f"{server.address}/train?model=online-retail-2009-2010")
        start = time.monotonic()
        page.set_input_files("input[type=file]", str(options.file))
        page.wait_for_selector("#segments-of")
        tried = time.monotonic() - start
        ks = [another_k(page, 3 + place % 8) for place in range(1, options.rounds + 1)]
        size = options.file.stat().st_size / 1e6
        for name, value, most, unit in [
            (f"upload of {size:.0f} MB to a sorted table", statistics.median(seconds for seconds, _ in rounds), 1, "s"),
            ("the same file to every number of clusters", tried, None, "s"),
            ("another number of clusters", statistics.median(ks), 0.2, "s"),
            ("page usable", statistics.median(first), 0.5, "s"),
            ("layout shift, the most of all views", max(shifts), 0.02, ""),
        ]:
            print(f"{name:45} {value:7.3f} {unit:2}" + (f"  at most {most}" if most else ""))
        if options.streamlit:
            names = ["page usable", "upload to a sorted table", "another number of clusters"]
            for name, value in zip(names, streamlit(options.streamlit, browser, options.file)):
                print(f"{'Streamlit: ' + name:45} {value:7.3f} s")


if __name__ == "__main__":
    main()
