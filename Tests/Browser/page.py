"""The page as a person uses it: each view's task from beginning to end, in a real browser.

page.py RFM RFM_SERVER [--pictures FOLDER] [NAME…]
"""

import argparse
import csv
import io
import json
import pathlib
import subprocess
import sys
import time
import traceback

from axe_playwright_python.sync_playwright import Axe

from served import ROOT, VIEWS, Browser, Server

TESTS = []
HOSTILE = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"


def test(function):
    TESTS.append(function)
    return function


def same(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"


def until(condition, seconds=30):
    """Waits for what the page's own policy keeps a script from waiting for."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.05)


def has(text, part):
    assert part in text, f"{part!r} is not in {text[:400]!r}"


class World:
    """What all tests share."""

    def __init__(self, arguments, server, browser):
        self.server, self.browser, self.pictures = server, browser, arguments.pictures
        self.rfm = str(pathlib.Path(arguments.rfm).resolve())
        self.sales = server.folder / "sales.csv"
        subprocess.run([self.rfm, "sample", "--customers", "250", "--rows", "6000", "-o", str(self.sales)], check=True, capture_output=True)

    def open(self, path, **options):
        page = self.browser.page(**options)
        page.goto(f"{self.server.address}/{path}")
        return page

    def upload(self, page, path="file", file=None):
        page.goto(f"{self.server.address}/{path}")
        page.set_input_files("input[type=file]", str(file or self.sales))
        if not page.evaluate("document.documentElement.classList.contains('live')"):
            page.click("main .drop button")
        page.wait_for_url("**/*" + ("upload=*" if path != "file" else "/file/*"))

    def customers_in(self, segment):
        """How many customers of the model that ships are in a segment, as rfm says."""
        root = pathlib.Path(__file__).resolve().parents[2]
        said = subprocess.run([self.rfm, "segments", "--json"], cwd=root, check=True, capture_output=True).stdout
        return next(each["customers"] for each in json.loads(said)["segments"] if each["name"] == segment)

    def quiet(self, page):
        """Nothing was said on the console, and nothing was asked of anyone but the server."""
        same(page.messages, [])
        for address in page.addresses:
            assert address.startswith((self.server.address, "data:", "blob:")), address
        page.context.close()


# What one does


@test
def score_while_typing(world):
    page = world.open("")
    has(page.inner_text("main"), "Three values are needed")
    page.fill("#r", "12")
    page.fill("#f", "5")
    page.fill("#m", "1840.50")
    page.wait_for_selector(".answer")
    has(page.inner_text(".answer"), "Loyal & Engaged")
    has(page.inner_text("#said"), "Loyal & Engaged")
    page.wait_for_url("**/score?r=12&f=5&m=1840.50")
    address = page.url
    page.fill("#r", "400")
    page.wait_for_selector(".answer:has-text('Dormant')")
    page.goto(address)
    has(page.inner_text(".answer"), "Loyal & Engaged")
    has(page.inner_text("main"), "£1,840.50")
    has(page.inner_text("main"), "What would move this customer")
    world.quiet(page)


@test
def score_by_the_last_purchase(world):
    page = world.open("score?last=2010-11-27&f=5&m=1840.50")
    has(page.inner_text("main"), "12 days")
    world.quiet(page)


@test
def speak_german(world):
    page = world.open("score?r=12&f=5&m=1840.50", locale="de-DE")
    same(page.get_attribute("html", "lang"), "de")
    text = page.inner_text("body")
    for part in ["Einordnen", "1.840,50\u00a0£", "5 Bestellungen", "Stand 9.12.2010", "Was zu tun ist"]:
        has(text, part)
    page.goto(f"{world.server.address}/customers?list=watch")
    has(page.inner_text("main"), "Rutscht ab")
    world.quiet(page)


@test
def find_a_customer_without_naming_them_in_an_address(world):
    page = world.open("customers")
    page.fill("#text", "178")
    page.wait_for_selector("#found button")
    page.click("#found button:text-is('17850')")
    page.wait_for_selector("h1:text-is('17850')")
    text = page.inner_text("main")
    for part in ["First purchase", "If nothing happens", "Why", "What to do"]:
        has(text, part)
    page.go_back()
    page.wait_for_selector("h1:text-is('Customers')")
    page.go_forward()
    page.wait_for_selector("h1:text-is('17850')")
    for address in page.addresses + [page.url]:
        assert "178" not in address.replace(str(world.server.port), ""), address
    world.quiet(page)


@test
def list_customers(world):
    page = world.open("customers?segment=Champions %26 VIPs")
    page.click("#by-monetary")
    page.wait_for_selector("th[aria-sort=descending] #by-monetary")
    page.click("text=Next >> nth=0")
    page.wait_for_url("**page=2*")
    has(page.inner_text("main"), f"201–400 of {world.customers_in('Champions & VIPs')}")
    for name in ["top", "near", "watch", "overdue", "again"]:
        page.goto(f"{world.server.address}/customers?list={name}&segment=Champions %26 VIPs")
        same(page.locator("tbody tr").count(), 50)
    with page.expect_download() as download:
        page.click("a:text-is('CSV')")
    has(pathlib.Path(download.value.path()).read_text(), "customer_id")
    world.quiet(page)


@test
def read_a_sales_file(world):
    page = world.open("file")
    has(page.inner_text("main"), "at most 537")
    world.upload(page)
    page.click("#by-monetary")
    page.wait_for_selector("th[aria-sort=descending] #by-monetary")
    page.check("input[value=advice]")
    page.wait_for_selector("th:text-is('What to do')")
    page.click(".chips li:nth-child(2) a")
    page.wait_for_selector(".chips li:nth-child(2) a[aria-current]")
    shown = page.locator("tbody th").all_inner_texts()
    with page.expect_download() as download:
        page.click("a:text-is('CSV')")
    rows = list(csv.reader(io.StringIO(pathlib.Path(download.value.path()).read_text())))
    same([row[0] for row in rows[1:]][: len(shown)], shown)
    for kind in ["XLSX", "JSON"]:
        with page.expect_download() as download:
            page.click(f"a:text-is('{kind}')")
        assert pathlib.Path(download.value.path()).stat().st_size > 100
    page.click("text=How the file was read")
    has(page.inner_text("main"), "Taken as")
    world.quiet(page)


@test
def cancel_a_file_on_its_way(world):
    file = world.server.folder / "slow.csv"
    file.write_text(world.sales.read_text() * 10)
    page = world.open("file")
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 300_000})
    page.set_input_files("input[type=file]", str(file))
    page.wait_for_selector("progress")
    page.wait_for_selector("[data-progress] span:has-text('MB')")
    page.click("button:text-is('Cancel')")
    same(page.locator("progress").count(), 0)
    assert page.url.endswith("/file"), page.url
    world.quiet(page)


@test
def say_what_is_wrong_with_a_file(world):
    file = world.server.folder / "letter.csv"
    file.write_text("Dear Sir,\nthis is no sales file\n")
    page = world.open("file")
    world.upload(page, file=file)
    assert page.inner_text(".problem")
    world.quiet(page)


@test
def train_a_model(world):
    page = world.open("train")
    world.upload(page, "train")
    page.wait_for_selector("#segments-of")
    before = page.inner_text("#tried tbody")
    page.fill("#k", "6")
    until(lambda: page.input_value("[name=k][type=hidden]") == "6")
    assert page.inner_text("#tried tbody") != before
    same(page.input_value("#k-slider"), "6")
    page.fill("#name", "sample-six")
    page.click("button:text-is('Train and save')")
    page.wait_for_selector("main a:text-is('Segments')")
    page.click("main a:text-is('Segments')")
    page.wait_for_selector(".card")
    assert (world.server.folder / "Models/sample-six.json").exists()
    has(page.inner_text(".model"), "sample-six")
    world.quiet(page)


@test
def edit_a_segment(world):
    page = world.open("segments/edit?place=1&model=online-retail-2009-2010")
    page.fill("#name", "Great accounts")
    page.fill("[name='0.recency.below']", "60")
    page.wait_for_selector("#preview table")
    has(page.inner_text("#preview"), "Great accounts")
    has(page.inner_text("#preview"), "below 60 days")
    page.click("[value='down.0']")
    page.wait_for_selector("[value='up.1']")
    same(page.input_value("#name"), "Great accounts")
    page.click("section button[value=save]")
    page.wait_for_selector(".note:has-text('Saved')")
    has(page.inner_text("main"), "Great accounts")
    page.click("text=Take the last edit back")
    page.wait_for_selector(".note:has-text('Taken back')")
    assert "Great accounts" not in page.inner_text(".cards")
    world.quiet(page)


@test
def show_a_colleagues_change(world):
    address = "segments/edit?place=1&model=online-retail-2009-2010"
    mine, theirs = world.open(address), world.open(address)
    theirs.fill("#interpretation", "What a colleague wrote.")
    theirs.click("section button[value=save]")
    theirs.wait_for_selector(".cards")
    mine.fill("#name", "Mine")
    mine.click("section button[value=save]")
    mine.wait_for_selector(".problem")
    has(mine.inner_text("main"), "What a colleague wrote.")
    same(mine.input_value("#name"), "Mine")
    pack = (world.server.folder / "Segments/retail.json").read_text()
    has(pack, "What a colleague wrote.")
    assert '"Mine"' not in pack
    theirs.click("text=Take the last edit back")
    theirs.wait_for_selector(".note")
    world.quiet(mine)
    world.quiet(theirs)


@test
def look_at_the_map(world):
    page = world.open("map?model=online-retail-2009-2010")
    assert page.locator("svg a").count() > 10
    page.locator("#revenue-treemap a").first.click()
    page.wait_for_url("**/customers?*segment=*")
    assert page.locator("tbody tr").count() > 0
    world.quiet(page)


@test
def compare_with_a_file(world):
    page = world.open("file")
    page.goto(f"{world.server.address}/compare?model=online-retail-2009-2010")
    page.set_input_files("input[type=file]", str(world.sales))
    page.wait_for_url("**upload=*")
    page.wait_for_selector("#matrix")
    cell = page.locator("a.cell").first
    count = int(cell.inner_text().replace(",", ""))
    with page.expect_download() as download:
        cell.click()
    same(len(pathlib.Path(download.value.path()).read_text().splitlines()) - 1, count)
    world.quiet(page)


@test
def export_a_list_and_measure_it(world):
    page = world.open("lists?model=online-retail-2009-2010")
    page.check("input[value='Champions & VIPs']")
    page.fill("#holdout", "20")
    with page.expect_download() as download:
        page.click("button:text-is('CSV')")
    list_file = world.server.folder / "list.csv"
    download.value.save_as(list_file)
    has(list_file.read_text().splitlines()[0], "group,as_of")
    later = world.server.folder / "later.csv"
    later.write_text(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        + "".join(
            f"5{n:05},8{n:04}A,MUG,2,2011-01-1{n % 9} 10:00:00,9.95,{row[0]},United Kingdom\n"
            for n, row in enumerate(list(csv.reader(list_file.open()))[1:120])))
    page.set_input_files("input[type=file]", str(list_file))
    page.wait_for_url("**list=*")
    page.set_input_files("input[type=file]", str(later))
    page.wait_for_url("**sales=*")
    has(page.inner_text("main"), "Bought, of those held out")
    assert page.locator("main tbody tr").count() >= 1
    world.quiet(page)


@test
def read_the_report(world):
    page = world.open("report?model=online-retail-2009-2010")
    has(page.inner_text("main"), "Where the revenue comes from")
    page.emulate_media(media="print")
    assert not page.is_visible("header.top")
    world.quiet(page)


# How it behaves


@test
def everything_without_scripts(world):
    page = world.open("score", scripts=False)
    page.fill("#r", "12")
    page.fill("#f", "5")
    page.fill("#m", "1840.50")
    page.click("text=Ask")
    has(page.inner_text(".answer"), "Loyal & Engaged")
    page.goto(f"{world.server.address}/customers")
    page.fill("#text", "178")
    page.click("button:text-is('Find')")
    page.click("#found button >> nth=0")
    has(page.inner_text("main"), "What to do")
    page.goto(f"{world.server.address}/file")
    page.set_input_files("input[type=file]", str(world.sales))
    page.click("main .drop button")
    page.click("#by-monetary")
    assert page.locator("th[aria-sort=descending]").count() == 1
    page.check("input[value=advice]")
    page.click("button:text-is('Apply') >> visible=true >> nth=-1")
    assert page.locator("th:text-is('What to do')").count() == 1
    page.click("text=Train a model on it")
    page.fill("#k", "3")
    page.click("button:text-is('Try')")
    page.fill("#name", "without-scripts")
    page.click("button:text-is('Train and save')")
    page.wait_for_selector("main a:text-is('Segments')")
    page.goto(f"{world.server.address}/segments/edit?place=0&model=online-retail-2009-2010")
    page.fill("#name", "Named without scripts")
    page.click("section button[value=save]")
    has(page.inner_text("main"), "Named without scripts")
    page.click("text=Take the last edit back")
    page.select_option("#theme", "dark")
    page.click("[data-theme-form] button")
    same(page.get_attribute("html", "data-theme"), "dark")
    for view in VIEWS:
        same(page.goto(f"{world.server.address}/{view}").status, 200)
    world.quiet(page)


@test
def say_that_the_server_is_gone(world):
    page = world.open("score?r=12&f=5&m=1840.50")
    world.server.stop()
    page.fill("#m", "99999")
    page.wait_for_selector("#gone:visible")
    has(page.inner_text("#gone"), "does not answer")
    page.click("text=Ask")
    same(page.input_value("#m"), "99999")
    world.server.start()
    page.wait_for_selector("#gone:has-text('answers again')")
    page.click("text=Ask")
    page.wait_for_url("**m=99999*")
    page.context.close()


@test
def show_hostile_text_as_text(world):
    long = "x" * 10_000
    name = HOSTILE.replace("/", "") + "\u202egnp.csv"
    file = world.server.folder / name
    people = [HOSTILE, "\u202eabc\u2066", "=cmd()", "plain"]
    file.write_text(
        f"customer_id,recency,frequency,monetary,{HOSTILE}\n"
        + "".join(f'"{person}",{n + 1},2,30.5,"{HOSTILE}"\n' for n, person in enumerate(people)))
    page = world.open("file?model=online-retail-2009-2010")
    world.upload(page, file=file)
    text = page.inner_text("main")
    has(text, HOSTILE)
    assert "\u202e" not in text
    page.click("text=How the file was read")
    page.wait_for_selector("table")
    for path in [f"score?r={HOSTILE}&f=1&m={long}", f"customers?segment={HOSTILE}", f"segments?saved={HOSTILE}{long}",
                 f"segments?model={HOSTILE}", f"compare?a={HOSTILE}&b=x", f"{HOSTILE}", f"lists?list={HOSTILE}"]:
        page.goto(f"{world.server.address}/{path}")
    page.goto(f"{world.server.address}/customers")
    page.fill("#text", HOSTILE)
    page.wait_for_selector("#found p:has-text('Found')")
    page.goto(f"{world.server.address}/segments/edit?place=1&model=online-retail-2009-2010")
    page.fill("#name", HOSTILE)
    page.fill("#interpretation", HOSTILE + long)
    page.wait_for_selector("#preview p")
    page.click("section button[value=save]")
    page.wait_for_selector(".note:has-text('Saved')")
    has(page.inner_text(".cards"), HOSTILE)
    for view in ["score?r=12&f=5&m=99840.50", "customers", "map", "report", "lists"]:
        page.goto(f"{world.server.address}/{view}" + ("&" if "?" in view else "?") + "model=online-retail-2009-2010")
        assert page.evaluate("window.hacked") is None, view
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{view} is {wide} px too wide"
    page.goto(f"{world.server.address}/segments?model=online-retail-2009-2010")
    page.click("text=Take the last edit back")
    page.wait_for_selector(".note:has-text('Taken back')")
    # A refused address is an error of the network to a browser, and no word of the page.
    same([message for message in page.messages if "status of 4" not in message], [])
    page.context.close()


@test
def switch_between_light_and_dark(world):
    page = world.open("score", scheme="light")
    page.select_option("#theme", "dark")
    page.wait_for_selector("html[data-theme=dark]")
    same(page.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(22, 27, 34)")
    page.wait_for_timeout(300)
    page.reload()
    same(page.get_attribute("html", "data-theme"), "dark")
    world.quiet(page)


@test
def go_by_keyboard(world):
    page = world.open("score")
    page.keyboard.press("Tab")
    same(page.evaluate("document.activeElement.className"), "skip")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    same(page.evaluate("document.activeElement.id"), "r")
    for value in ["12", None, "5", "1840.50"]:
        if value:
            page.keyboard.type(value)
            page.keyboard.press("Tab")
        else:
            # A date has three fields, and the button of its calendar.
            while page.evaluate("document.activeElement.id") == "last":
                page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer")
    width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert width >= 2, width
    world.quiet(page)


@test
def keep_to_every_screen(world):
    for width in [320, 390, 1280]:
        page = world.open("score", width=width)
        for view in VIEWS:
            page.goto(f"{world.server.address}/{view}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{view} is {wide} wide on {width}"
            small = page.evaluate(
                """[...document.querySelectorAll('button, input, select, textarea, summary, nav a, th a, .button, .chips a')]
                  .filter(e => e.checkVisibility() && !e.closest('.unseen') && e.type !== 'hidden')
                  .filter(e => !e.matches('.unseen') && !(e.closest('main header')))
                  .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
                  .filter(([_, box]) => box.width < 24 || box.height < 24).map(([html]) => html)""")
            same(small, [])
        world.quiet(page)


@test
def nothing_for_axe(world):
    found = []
    for width in [320, 1280]:
        for scheme in ["light", "dark"]:
            page = world.open("file?model=online-retail-2009-2010", width=width, scheme=scheme)
            world.upload(page)
            own = page.url.removeprefix(world.server.address + "/")
            upload = own.split("/")[1].split("?")[0]
            for view in VIEWS + [own, f"file/{upload}/reading", f"train?upload={upload}", f"compare?upload={upload}"]:
                joined = "&" if "?" in view else "?"
                page.goto(f"{world.server.address}/{view}{joined}model=online-retail-2009-2010")
                for violation in Axe().run(page).response["violations"]:
                    nodes = [node["html"][:120] for node in violation["nodes"][:2]]
                    found.append(f"{view.split('?')[0]} {width} {scheme}: {violation['id']} {nodes}")
            page.goto(f"{world.server.address}/customers")
            page.fill("#text", "178")
            page.wait_for_selector("#found button")
            page.click("#found button >> nth=0")
            page.wait_for_selector("#why")
            for violation in Axe().run(page).response["violations"]:
                found.append(f"person {width} {scheme}: {violation['id']}")
            page.context.close()
    assert not found, "\n" + "\n".join(found)


@test
def weigh_little(world):
    page = world.open("score")
    bytes_ = 0
    for name in ["style.css", "live.js", "upload.js", "icon.svg", "colours.css"]:
        response = page.request.get(f"{world.server.address}/page/{name}")
        same(response.status, 200)
        bytes_ += len(response.body())
        tag = response.headers["etag"]
        again = page.request.get(f"{world.server.address}/page/{name}", headers={"If-None-Match": tag})
        same(again.status, 304)
    assert bytes_ < 150_000, bytes_
    assert page.goto(f"{world.server.address}/score").headers["content-security-policy"].startswith("default-src 'none'")
    world.quiet(page)


@test
def take_pictures(world):
    """For the documentation; they are looked at by people."""
    if not world.pictures:
        return
    folder = pathlib.Path(world.pictures)
    folder.mkdir(parents=True, exist_ok=True)
    page = world.browser.page(width=900, height=600)
    world.upload(page)
    upload = page.url.split("/file/")[1].split("?")[0]
    views = {
        "score": "score?r=12&f=5&m=1840.50", "customers": "customers?list=watch", "file": f"file/{upload}?sort=monetary&desc=1",
        "train": f"train?upload={upload}", "segments": "segments/edit?place=1", "map": "map",
        "compare": f"compare?upload={upload}", "lists": "lists", "report": "report",
    }
    for name, path in views.items():
        joined = "&" if "?" in path else "?"
        page.goto(f"{world.server.address}/{path}{joined}model=online-retail-2009-2010")
        page.screenshot(path=folder / f"page-{name}.png")
    page.context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rfm")
    parser.add_argument("server")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--pictures")
    arguments = parser.parse_args()
    passed = failed = 0
    # The newest model is taken unless said, and the tests train others.
    with Server(arguments.server, "--model", "online-retail-2009-2010", "--max-uploads", "100") as server, Browser() as browser:
        world = World(arguments, server, browser)
        for function in TESTS:
            if arguments.names and function.__name__ not in arguments.names:
                continue
            start = time.monotonic()
            try:
                function(world)
                passed += 1
                print(f"ok      {function.__name__} {time.monotonic() - start:.1f} s", flush=True)
            except Exception:
                failed += 1
                print(f"FAILED  {function.__name__}\n{traceback.format_exc()}", flush=True)
                if server.process.poll() is not None:
                    server.start()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
