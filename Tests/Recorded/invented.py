"""Small sales that are the same bytes on every machine."""

import datetime
import gzip

import wrapped

PRODUCTS = [
    ("85048", "15CM CHRISTMAS GLASS BALL 20 LIGHTS"), ("22041", 'RECORD FRAME 7" SINGLE SIZE'),
    ("79323P", "PINK CHERRY LIGHTS"), ("21232", "STRAWBERRY CERAMIC TRINKET BOX, SMALL"),
    ("84879", "ASSORTED COLOUR\nBIRD ORNAMENT"), ("22423", "REGENCY CAKESTAND"),
] + [(str(21500 + number), f"PAPER CHAIN KIT {number}") for number in range(20)]
NAMES = ["Zoë Müller", "Ann O'Neil", "Åsa Öberg", "Bo Stark", "=HYPERLINK(1)", "Brion Stark", "Li, Wei",
         'Sam "S" Roe']
STRANGE_IDS = ["O'Brien & Sons", "Brion Stark", "Brion Stone", "José Núñez", "=1+1", "-5", "@sum", "007",
               "12 Monkeys", "Li, Wei", 'a<b> & "c"', "\x1b[2Jclear", "tab\there", "日本"]
HEADER = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID",
          "Name", "Email", "Country"]


class Random:
    """Lehmer's generator: Python's own may change from version to version."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = self.state * 48271 % 2147483647
        return self.state % bound


def sales(seed=7, customers=160, year=2010):
    """Rows of a year of a shop: four kinds of customers, cancellations, postage, rows without a customer."""
    random = Random(seed)
    rows = []
    for number in range(customers):
        kind = number % 4
        last = 364 - [1, 20, 70, 220][kind] - random.below([10, 15, 40, 100][kind])
        for turn in range([8, 5, 2, 1][kind] + random.below(3) + (40 if number == 0 else 0)):
            day = max(0, last - turn * (10 + random.below(10)))
            rows += invoice(random, len(rows), 13000 + number * 7, kind, day, year)
    return sorted(rows, key=lambda row: (row[4], row[0]))


def invoice(random, number, customer, kind, day, year):
    minute = 480 + random.below(540)
    month, of_month = divmod(day, 31)
    date = f"{year}-{month + 1:02}-{min(of_month + 1, 28):02} {minute // 60:02}:{minute % 60:02}:00"
    people = [str(customer), f"{NAMES[customer // 7 % len(NAMES)]} {customer % 1000:03}",
              f"c{customer}@example.org", ["United Kingdom", "France", "Spain"][customer % 3]]
    out = []

    def row(name, product, quantity, pence, who=people):
        price = f"{pence // 100}.{pence % 100:02}"
        out.append([name, product[0], product[1], str(quantity), date, price] + who)

    name = str(489434 + number)
    for _ in range(1 + random.below(3)):
        product = PRODUCTS[random.below(len(PRODUCTS))]
        row(name, product, 1 + random.below(12), [900, 600, 400, 300][kind] + random.below(90))
    stray = random.below(12)
    if stray == 0:
        row(f"C{789434 + number}", ("22423", "REGENCY CAKESTAND"), -1, 1275)
    elif stray == 1:
        row(name, ("POST", "POSTAGE"), 1, 1800)
    elif stray == 2:
        row(name, ("85123A", ""), 3, 295, ["", "", "", "Spain"])
    elif stray == 3:
        row(f"A{number}", ("84029G", "Adjust bad debt"), 1, 5000)
    return out


def csv(header, rows, delimiter=",", end="\n"):
    def field(text):
        if any(mark in text for mark in (delimiter, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text
    return "".join(delimiter.join(map(field, row)) + end for row in [header] + rows)


def write(folder):
    """Writes all files.

    Returns their names.
    """
    rows = sales()
    later = sales(seed=11, customers=190, year=2011)
    shop = csv(HEADER, rows)

    def date(text, form):
        return datetime.datetime.fromisoformat(text).strftime(form)

    def amount(row):
        pence = int(row[3]) * int(row[5].replace(".", ""))
        return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02}"

    german = [[row[6], row[0], date(row[4], "%d.%m.%Y %H:%M"), row[3], row[5].replace(".", ","), row[7]]
              for row in rows]
    american = [[row[6], row[0], date(row[4], "%m/%d/%y %H:%M"), amount(row)] for row in rows if row[6]]
    # Orders without invoices, products and quantities; the IDs are names, hard ones among them.
    orders = [[row[7], row[4][:10], amount(row)] for row in rows if row[7]]
    table = [[name, str(number * 7 % 300), str(number % 9 + 1), f"{number * 37 % 900}.5", f"note {number}"]
             for number, name in enumerate(STRANGE_IDS + [f"c{number}" for number in range(60)])]
    texts = {
        "shop.csv": shop,
        "later.csv": csv(HEADER, later),
        "shop.csv.gz": gzip.compress(shop.encode(), mtime=0),
        "shop.csv.zst": wrapped.zstd(shop.encode()),
        "semicolon.csv": "sep=;\n" + csv(
            ["Kunde", "Beleg", "Datum", "Menge", "Preis", "Name"], german, ";", "\r\n"),
        "american.csv": "\ufeff" + csv(["Client ID", "Order", "Date", "Total"], american, ",", "\r\n"),
        "tabs.tsv": csv(HEADER, rows, "\t"),
        "pipes.csv": csv(HEADER, rows, "|"),
        "windows.csv": csv(HEADER, rows, end="\r\n").encode("cp1252"),
        "invoiceless.csv": csv(["customer_id", "order_date", "revenue"], orders),
        "strange-table.csv": csv(["customer", "recency", "frequency", "monetary", "note"], table),
        "dirty.csv": "\n".join(shop.split("\n")[:120] + [
            "489999,22423,CAKESTAND,1,2010-02-30 10:00:00,12.75,13000,Bo,b@example.org,France",
            "489999,22423,CAKESTAND,one,2010-02-20 10:00:00,12.75,13000,Bo,b@example.org,France",
            "489999,22423,CAKESTAND,1,2010-02-20 10:00:00",
            "489999,22423,CAKESTAND,1,2010-02-20 10:00:00,12.75,13000,Bo,b@example.org,France,more,and more",
            "489999,22423,CAKESTAND,1,2010-02-20 10:00:00,\u00a312.75,NULL,Bo,b@example.org,France",
        ] + shop.split("\n")[120:]),
        "few.csv": csv(HEADER, sales(seed=5, customers=30)),
        "cut.csv.gz": gzip.compress(shop.encode(), mtime=0)[:3000],
        "cut.xlsx": b"",
        "forgotten.txt": "13007\n\n  13014  \r\nnobody here\n",
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    middle = len(rows) // 2
    wrapped.workbook(folder / "shop.xlsx", {
        "notes": [["What this is"], ["Sales of 2010"]], "first half": [HEADER] + rows[:middle],
        "second half": [HEADER] + rows[middle:], ".old": [HEADER] + rows[:50]})
    wrapped.workbook(folder / "bad.xlsx", {"2024": [
        ["customer", "date", "amount"], ["ann", "2024-01-01 00:00:00", "5"],
        ["bob", "2024-01-02 00:00:00", "six"]]})
    (folder / "cut.xlsx").write_bytes((folder / "shop.xlsx").read_bytes()[:5000])
    return sorted(path.name for path in folder.iterdir())
