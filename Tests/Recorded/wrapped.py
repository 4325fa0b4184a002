"""Wraps sales up in what Python has no writer for: zstd frames and workbooks."""

import datetime
import html
import re
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGES = "http://schemas.openxmlformats.org/package/2006"


def zstd(data):
    """A zstd frame of blocks that are not packed, since Python 3.11 cannot pack them."""
    out = b"\x28\xb5\x2f\xfd" + b"\xa0" + len(data).to_bytes(4, "little")
    pieces = [data[start:start + 65536] for start in range(0, len(data), 65536)]
    for number, piece in enumerate(pieces):
        out += (len(piece) << 3 | (number == len(pieces) - 1)).to_bytes(3, "little") + piece
    return out


def workbook(path, sheets):
    """A workbook of sheets {name: rows}; a name that begins with a dot is hidden. Dates count days."""
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": types(numbers),
        "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": element("workbook", element("sheets", "".join(
            f'<sheet name="{name.strip(".")}" sheetId="{n}" r:id="rId{n}"'
            + (' state="hidden"/>' if name.startswith(".") else "/>")
            for n, name in zip(numbers, sheets)), ""), f'xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships"'),
        "xl/_rels/workbook.xml.rels": relations(
            [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
            + [(f"rId{len(sheets) + 1}", "styles", "styles.xml")]),
        "xl/styles.xml": element("styleSheet", '<cellXfs count="2"><xf numFmtId="0"/>'
                                 '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs>', f'xmlns="{MAIN}"'),
    }
    for n, rows in enumerate(sheets.values(), 1):
        text = "".join(
            element("row", "".join(cell(value, c, r) for c, value in enumerate(row)), f'r="{r}"')
            for r, row in enumerate(rows, 1))
        parts[f"xl/worksheets/sheet{n}.xml"] = element(
            "worksheet", element("sheetData", text, ""), f'xmlns="{MAIN}"')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            book.writestr(entry, '<?xml version="1.0" encoding="UTF-8"?>\n' + text)


def element(name, content, attributes):
    return f"<{name}{' ' if attributes else ''}{attributes}>{content}</{name}>"


def types(numbers):
    form = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    places = [("workbook", "sheet.main"), ("styles", "styles")]
    places += [(f"worksheets/sheet{n}", "worksheet") for n in numbers]
    return element("Types", f'<Default Extension="rels" ContentType="{rels}"/>' + "".join(
        f'<Override PartName="/xl/{place}.xml" ContentType="{form}.{kind}+xml"/>' for place, kind in places),
        f'xmlns="{PACKAGES}/content-types"')


def relations(targets):
    return element("Relationships", "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
        for name, kind, target in targets), f'xmlns="{PACKAGES}/relationships"')


def cell(value, column, row):
    place = f'r="{chr(65 + column)}{row}"'
    if re.fullmatch(r"-?[1-9][0-9]*(\.[0-9]+)?|0|-?0\.[0-9]+", value):
        return f"<c {place}><v>{value}</v></c>"
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", value):
        moment = datetime.datetime.fromisoformat(value) - datetime.datetime(1899, 12, 30)
        return f'<c {place} s="1"><v>{moment / datetime.timedelta(days=1)!r}</v></c>'
    if not value:
        return ""
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{html.escape(value)}</t></is></c>'
