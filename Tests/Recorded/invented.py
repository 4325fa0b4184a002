"""Small sales that are the same bytes on every machine."""

import datetime
import gzip
import html
import re
import zipfile

PRODUCTS = [
    ("85048", "15CM CHRISTMAS GLASS BALL 20 LIGHTS"), ("22041", 'RECORD FRAME 7" SINGLE SIZE'),
    ("79323P", "PINK CHERRY LIGHTS"), ("21232", "STRAWBERRY CERAMIC TRINKET BOX, SMALL"),
    ("84879", "ASSORTED COLOUR\nBIRD ORNAMENT"), ("22423", "REGENCY CAKESTAND"),
] + [(str(21500 + number), f"PAPER CHAIN KIT {number}") for number in range(20)]
NAMES = ["Zoë Müller", "Ann O'Neil", "Åsa Öberg", "Bo Stark", "=HYPERLINK(1)", "Brion Stark", "Li, Wei",
         'Sam "S" Roe']
HEADER = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Name", "Email",
          "Country"]


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
        out.append([name, product[0], product[1], str(quantity), date, f"{pence // 100}.{pence % 100:02}"] + who)

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


def zstd(data):
    """A zstd frame of blocks that are not packed, since Python 3.11 cannot pack them."""
    out = b"\x28\xb5\x2f\xfd" + b"\xa0" + len(data).to_bytes(4, "little")
    pieces = [data[start:start + 65536] for start in range(0, len(data), 65536)]
    for number, piece in enumerate(pieces):
        out += (len(piece) << 3 | (number == len(pieces) - 1)).to_bytes(3, "little") + piece
    return out


def workbook(path, sheets):
    """A workbook of sheets {name: rows}; a name that begins with a dot is hidden. Dates count days."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    packages = "http://schemas.openxmlformats.org/package/2006"
    worksheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    parts = {"[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
             '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
             f'<Override PartName="/xl/workbook.xml" ContentType="{worksheet}.sheet.main+xml"/>'
             f'<Override PartName="/xl/styles.xml" ContentType="{worksheet}.styles+xml"/>' + "".join(
                 f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{worksheet}.worksheet+xml"/>'
                 for n in range(1, len(sheets) + 1)) + "</Types>",
             "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="rId1" '
             f'Type="{office}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
             "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}/relationships"><sheets>' + "".join(
                 f'<sheet name="{name.strip(".")}" sheetId="{n}" r:id="rId{n}"'
                 + (' state="hidden"/>' if name.startswith(".") else "/>")
                 for n, name in enumerate(sheets, 1)) + "</sheets></workbook>",
             "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">' + "".join(
                 f'<Relationship Id="rId{n}" Type="{office}/relationships/worksheet" '
                 f'Target="worksheets/sheet{n}.xml"/>' for n in range(1, len(sheets) + 1))
             + f'<Relationship Id="rId{len(sheets) + 1}" Type="{office}/relationships/styles" '
             'Target="styles.xml"/></Relationships>',
             "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/>'
             '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'}
    for n, rows in enumerate(sheets.values(), 1):
        text = "".join(f'<row r="{r}">{"".join(cell(value, c, r) for c, value in enumerate(row))}</row>'
                       for r, row in enumerate(rows, 1))
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{text}</sheetData></worksheet>')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(entry, head + text)


def cell(value, column, row):
    place = f'r="{chr(65 + column)}{row}"'
    if re.fullmatch(r"-?[1-9][0-9]*(\.[0-9]+)?|0|-?0\.[0-9]+", value):
        return f"<c {place}><v>{value}</v></c>"
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", value):
        moment = datetime.datetime.fromisoformat(value) - datetime.datetime(1899, 12, 30)
        return f'<c {place} s="1"><v>{moment / datetime.timedelta(days=1)!r}</v></c>'
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{html.escape(value)}</t></is></c>' if value else ""


def wrong_packs():
    """A shell script that writes packs with a mistake each into Segments/."""
    def pack(name, segments='{"name": "All", "when": {}}', head=""):
        return f'{{"format": "rfm-segments/1", "name": "{name}", "title": "{name.title()}", {head}' \
               f'"segments": [\n  {segments}\n]}}\n'

    all_of = '{"name": "All", "when": {}}'
    packs = {
        "gappy": pack("gappy", '{"name": "Late", "when": {"recency": {"min": 200}}}, '
                      '{"name": "Big", "when": {"monetary": {"min": 1000, "below": 5000}}}'),
        "shadow": pack("shadow", all_of + ', {"name": "Never", "when": {"cluster": 1}}'),
        "comma": pack("comma", all_of + ","),
        "key": pack("key", '{"name": "All", "wehn": {}}'),
        "unclosed": pack("unclosed")[:60],
        "bounds": pack("bounds", '{"name": "All", "when": {"recency": {"min": 5, "max": 2}}}'),
        "twice": pack("twice", f"{all_of}, {all_of}"),
        "colour": pack("colour", '{"name": "All", "when": {}, "color": "red"}'),
        "name": pack("other-name"),
        "format": pack("format").replace("rfm-segments/1", "rfm-segments/9"),
        "cluster": pack("cluster", '{"name": "All", "when": {"cluster": 9}}, ' + all_of.replace("All", "Rest")),
        "text": "these are no segments\n",
    }
    return "".join(f"cat > Segments/{name}.json <<'END'\n{text.rstrip(chr(10))}\nEND\n" for name, text in packs.items())


def write(folder):
    """Writes all files.

    Returns their names.
    """
    rows = sales()
    later = sales(seed=11, customers=190, year=2011)
    shop = csv(HEADER, rows)

    def date(text, form):
        return datetime.datetime.fromisoformat(text).strftime(form)

    german = [[row[6], row[0], date(row[4], "%d.%m.%Y %H:%M"), row[3], row[5].replace(".", ","), row[7]]
              for row in rows]
    american = [[row[6], row[0], date(row[4], "%m/%d/%y %H:%M"), str(int(row[3]) * round(float(row[5]) * 100) / 100)]
                for row in rows if row[6]]
    # Orders without invoices, products and quantities; the IDs are names, hard ones among them.
    orders = [[row[7], row[4][:10], f"{int(row[3]) * float(row[5]):.2f}"] for row in rows if row[7]]
    table = [[row[0], str(n * 7 % 300), str(n % 9 + 1), f"{n * 37 % 900}.5", row[1]] for n, row in enumerate(
        [["O'Brien & Sons", "a"], ["Brion Stark", "b"], ["Brion Stone", "c"], ["José Núñez", "d"], ["=1+1", "e"],
         ["-5", "f"], ["@sum", "g"], ["007", "h"], ["12 Monkeys", "i"], ["Li, Wei", "j"], ['a<b> & "c"', "k"],
         ["\x1b[2Jclear", "l"], ["tab\there", "m"], ["日本", "n"]] + [[f"c{n}", "x"] for n in range(60)])]
    texts = {
        "shop.csv": shop,
        "later.csv": csv(HEADER, later),
        "shop.csv.gz": gzip.compress(shop.encode(), mtime=0),
        "shop.csv.zst": zstd(shop.encode()),
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
        "wrong.sh": wrong_packs(),
        "forgotten.txt": "13007\n\n  13014  \r\nnobody here\n",
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    middle = len(rows) // 2
    workbook(folder / "shop.xlsx", {
        "notes": [["What this is"], ["Sales of 2010"]], "first half": [HEADER] + rows[:middle],
        "second half": [HEADER] + rows[middle:], ".old": [HEADER] + rows[:50]})
    workbook(folder / "bad.xlsx", {"2024": [
        ["customer", "date", "amount"], ["ann", "2024-01-01 00:00:00", "5"], ["bob", "2024-01-02 00:00:00", "six"]]})
    (folder / "cut.xlsx").write_bytes((folder / "shop.xlsx").read_bytes()[:5000])
    return sorted(path.name for path in folder.iterdir())
