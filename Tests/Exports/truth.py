#!/usr/bin/env python3
"""What the exports in this folder come to, computed apart from rfm: writes truth.json beside itself.

Each file has a few lines of its own below that know its columns by heart. Nothing here reads Layouts/, so that a
mistake there cannot hide here. Money is decimal.Decimal, times are in UTC where the file has a zone.

    python3 Tests/Exports/truth.py            writes truth.json
    python3 Tests/Exports/truth.py --check    exits 1 if truth.json is not what would be written
"""

import csv
import datetime
import io
import json
import pathlib
import re
import sys
from decimal import Decimal

HERE = pathlib.Path(__file__).parent
UTC = datetime.timezone.utc
CASES = []


def case(name, files=None, options=(), layout=None, notes=()):
    """Registers the function below it: it gets an empty Sales and fills it, or returns what an error says."""

    def register(function):
        CASES.append((name, files or [name], list(options), layout, list(notes), function))
        return function

    return register


class Sales:
    """Orders by customer and invoice: paid, given back, first and last moment."""

    def __init__(self):
        self.rows = 0
        self.orders = {}
        self.dropped = {}
        self.refunds = []
        self.late = []

    def drop(self, word, invoice):
        self.dropped.setdefault(word, [0, set()])
        self.dropped[word][0] += 1
        self.dropped[word][1].add(invoice)

    def order(self, customer, invoice):
        return self.orders.setdefault(
            (customer, invoice), {"paid": Decimal(0), "back": Decimal(0), "moments": [], "sold": False})

    def sale(self, customer, invoice, moment, amount):
        order = self.order(customer, invoice)
        order["paid"] += amount
        order["moments"].append(moment)
        order["sold"] = True

    def once(self, customer, invoice, moment, amount):
        """A line of an order whose amount counts once."""
        order = self.order(customer, invoice)
        if not order["sold"]:
            order["paid"] = amount
        order["moments"].append(moment)
        order["sold"] = True

    def refund(self, customer, invoice, amount):
        """Money given back: of the order with this invoice where it is in the file, whoever is named."""
        self.late.append((customer, invoice, abs(amount)))

    def finish(self):
        sold = {}
        for (customer, invoice), order in self.orders.items():
            if order["sold"]:
                sold.setdefault(invoice, set()).add(customer)
        for customer, invoice, amount in self.late:
            owners = sold.get(invoice, set())
            if len(owners) == 1:
                customer = next(iter(owners))
            if customer is None:
                self.drop("missing customer", invoice)
                continue
            self.order(customer, invoice)["back"] += amount
            if amount:
                self.refunds.append(amount)
        customers = {}
        in_full = 0
        last = None
        for (customer, invoice), order in self.orders.items():
            person = customers.setdefault(customer, {"monetary": Decimal(0), "frequency": 0, "moments": []})
            left = order["paid"] - order["back"]
            person["monetary"] += left
            if not order["sold"]:
                continue
            if order["back"] and left <= 0:
                in_full += 1
                continue
            person["frequency"] += 1
            person["moments"] += order["moments"]
            last = max([last or order["moments"][0], *order["moments"]])
        table = []
        for customer, person in customers.items():
            if not person["frequency"]:
                continue
            first, latest = min(person["moments"]), max(person["moments"])
            table.append({
                "customer_id": customer,
                "recency": (last - latest) // datetime.timedelta(days=1),
                "frequency": person["frequency"],
                "monetary": money(person["monetary"]),
                "first_purchase": first.strftime("%Y-%m-%d %H:%M:%S"),
                "last_purchase": latest.strftime("%Y-%m-%d %H:%M:%S"),
            })
        table.sort(key=lambda row: row["customer_id"].encode())
        return {
            "rows": self.rows,
            "orders": sum(row["frequency"] for row in table),
            "customers": len(table),
            "total": money(sum((Decimal(row["monetary"]) for row in table), Decimal(0))),
            "as_of": last.strftime("%Y-%m-%d %H:%M:%S"),
            "dropped": {word: {"rows": rows, "orders": len(invoices)}
                        for word, (rows, invoices) in sorted(self.dropped.items())},
            "refunds": {"count": len(self.refunds), "sum": money(sum(self.refunds, Decimal(0)))},
            "refunded_in_full": in_full,
            "table": table,
        }


def money(amount):
    """At least two decimals, no exponent, no superfluous zeros."""
    amount = amount.normalize()
    return format(amount.quantize(Decimal("0.01")) if amount.as_tuple().exponent > -2 else amount, "f")


def source(name, encoding="utf-8-sig"):
    return (HERE / name).read_bytes().decode(encoding)


def records(name, delimiter=",", encoding="utf-8-sig", text=None):
    return list(csv.DictReader(io.StringIO(text or source(name, encoding), newline=""), delimiter=delimiter))


def mail(text):
    text = text.strip()
    return text.lower() if "@" in text else text


def at(text, form="%Y-%m-%d %H:%M:%S"):
    moment = datetime.datetime.strptime(text, form)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def point(text):
    """1,234.50, with a sign of a currency, minus or parentheses."""
    digits = Decimal(re.sub(r"[^0-9.]", "", text))
    return -digits if "-" in text or "(" in text else digits


def comma(text):
    """1.234,50 or 1 234,50."""
    digits = Decimal(re.sub(r"[^0-9,]", "", text).replace(",", "."))
    return -digits if "-" in text else digits


# ---------------------------------------------------------------------------------------------- shop programs


def shopify(sales, name, with_status=True):
    order = None
    for row in records(name):
        sales.rows += 1
        if row["Total"]:
            # The first line of an order has all that belongs to it.
            order = row
        assert row["Name"] == order["Name"]
        if with_status and order["Financial Status"] not in ("paid", "partially_paid", "partially_refunded"):
            sales.drop("not paid", order["Name"])
        elif not order["Email"].strip():
            sales.drop("missing customer", order["Name"])
        else:
            moment = at(order["Created at"], "%Y-%m-%d %H:%M:%S %z")
            sales.once(mail(order["Email"]), order["Name"], moment, Decimal(order["Total"]))
            if row is order:
                sales.refund(mail(order["Email"]), order["Name"], Decimal(order["Refunded Amount"]))


@case("shopify.csv", layout="shopify")
def _(sales):
    shopify(sales, "shopify.csv")


@case("shopify-no-status.csv", layout="shopify", notes=["Financial Status"])
def _(sales):
    shopify(sales, "shopify-no-status.csv", with_status=False)


@case("shopify-no-total.csv", layout="shopify")
def _(sales):
    return ["shopify-no-total.csv", "shopify", "amount", "Total"]


@case("squarespace.csv", layout="shopify")
def _(sales):
    order = None
    for row in records("squarespace.csv"):
        sales.rows += 1
        order = row if row["Email"] else order
        if order["Financial Status"] != "PAID":
            sales.drop("not paid", order["Order ID"])
            continue
        sales.once(mail(order["Email"]), order["Order ID"], at(order["Created at"], "%m/%d/%Y %H:%M"), Decimal(order["Total"]))
        if row is order:
            sales.refund(mail(order["Email"]), order["Order ID"], Decimal(order["Amount Refunded"]))


def woocommerce(sales, name, customer):
    for row in records(name):
        sales.rows += 1
        if row["status"] not in ("completed", "processing"):
            sales.drop("not paid", row["order_id"])
        elif not customer(row):
            sales.drop("missing customer", row["order_id"])
        else:
            sales.sale(customer(row), row["order_id"], at(row["order_date"]), Decimal(row["order_total"]))


@case("woocommerce.csv", layout="woocommerce")
def _(sales):
    woocommerce(sales, "woocommerce.csv", lambda row: mail(row["customer_email"]) or mail(row["billing_email"])
                or row["customer_id"].replace("0", ""))


@case("woocommerce-no-email.csv", layout="woocommerce")
def _(sales):
    woocommerce(sales, "woocommerce-no-email.csv", lambda row: row["customer_id"] if row["customer_id"] != "0" else "")


@case("woocommerce-lines.csv", layout="woocommerce")
def _(sales):
    seen = set()
    for row in records("woocommerce-lines.csv"):
        sales.rows += 1
        if row["status"] == "failed":
            sales.drop("not paid", row["order_id"])
            continue
        who = mail(row["billing_email"])
        sales.once(who, row["order_id"], at(row["date"]), Decimal(row["order_total"]))
        if row["order_id"] not in seen:
            sales.refund(who, row["order_id"], Decimal(row["refunded_total"]))
        seen.add(row["order_id"])


def advanced(sales, name, paid, otherwise):
    seen = set()
    for row in records(name):
        sales.rows += 1
        order, who = row["Order Number"], mail(row["Email (Billing)"])
        if row["Order Status"] not in paid:
            sales.drop(otherwise, order)
            continue
        sales.once(who, order, at(row["Order Date"], "%Y-%m-%d %H:%M"), Decimal(row["Order Total Amount"]))
        if order not in seen:
            sales.refund(who, order, Decimal(row["Order Refund Amount"]))
        seen.add(order)


@case("woocommerce-advanced.csv", layout="woocommerce-advanced")
def _(sales):
    advanced(sales, "woocommerce-advanced.csv", ("Completed", "Processing"), "not paid")


@case("woocommerce-advanced-german-status.csv", layout="woocommerce-advanced")
def _(sales):
    return ["woocommerce-advanced-german-status.csv", "Order Status", "Abgeschlossen", "--where"]


@case("woocommerce-advanced-german-status.csv by hand", ["woocommerce-advanced-german-status.csv"],
      ["--where", "Order Status in (Abgeschlossen, \"In Bearbeitung\")"], layout="woocommerce-advanced")
def _(sales):
    advanced(sales, "woocommerce-advanced-german-status.csv", ("Abgeschlossen", "In Bearbeitung"), "left out by --where")


def analytics(sales, name, amount):
    for row in records(name):
        sales.rows += 1
        who, order, paid = row["Customer"].strip().lower(), row["Order #"], point(row[amount])
        if row["Status"] not in ("completed", "processing"):
            sales.drop("not paid", order)
        elif who in ("", "guest"):
            sales.drop("missing customer", order)
        elif paid < 0:
            sales.refund(who, order, paid)
        else:
            sales.sale(who, order, at(row["Date"]), paid)


@case("woocommerce-analytics.csv", layout="woocommerce-analytics")
def _(sales):
    analytics(sales, "woocommerce-analytics.csv", "Total sales")


@case("woocommerce-analytics-server.csv", layout="woocommerce-analytics")
def _(sales):
    analytics(sales, "woocommerce-analytics-server.csv", "N. Revenue (formatted)")


@case("woocommerce-analytics-no-customer.csv", layout="woocommerce-analytics")
def _(sales):
    return ["woocommerce-analytics-no-customer.csv", "customer", "Customer"]


def stripe(sales, name, created, form, keep=lambda row: True):
    for row in records(name):
        sales.rows += 1
        charge = row["id"]
        who = mail(row["Customer Email"]) or row["Customer ID"]
        if not keep(row):
            sales.drop("left out by --where", charge)
        elif row["Status"] not in ("Paid", "Refunded"):
            sales.drop("not paid", charge)
        elif row["Captured"] != "true":
            sales.drop("not captured", charge)
        elif not who:
            sales.drop("missing customer", charge)
        else:
            sales.sale(who, charge, at(row[created], form), point(row["Amount"]))
            sales.refund(who, charge, point(row["Amount Refunded"]))


@case("stripe.csv", layout="stripe")
def _(sales):
    stripe(sales, "stripe.csv", "Created (UTC)", "%Y-%m-%d %H:%M")


@case("stripe-unified.csv", layout="stripe")
def _(sales):
    stripe(sales, "stripe-unified.csv", "Created date (UTC)", "%Y-%m-%d %H:%M:%S")


@case("stripe-three-currencies.csv", layout="stripe")
def _(sales):
    return ["stripe-three-currencies.csv", "USD", "EUR", "GBP", "--where", "Currency"]


@case("stripe-three-currencies.csv of one", ["stripe-three-currencies.csv"], ["--where", "Currency=usd"], layout="stripe")
def _(sales):
    stripe(sales, "stripe-three-currencies.csv", "Created (UTC)", "%Y-%m-%d %H:%M", lambda row: row["Currency"] == "usd")


@case("stripe-no-customer.csv", layout="stripe")
def _(sales):
    return ["stripe-no-customer.csv", "stripe", "customer", "Customer Email"]


def square(sales, name, amount, day="%m/%d/%y"):
    for row in records(name):
        sales.rows += 1
        who, order = row["Customer ID"], row["Transaction ID"]
        if row["Event Type"] == "Refund":
            sales.refund(who or None, order, point(row[amount]))
        elif not who:
            sales.drop("missing customer", order)
        else:
            sales.sale(who, order, at(row["Date"] + " " + row["Time"], day + " %H:%M:%S"), point(row[amount]))


@case("square.csv", layout="square")
def _(sales):
    square(sales, "square.csv", "Total Collected")


@case("square-anonymous-refunds.csv", layout="square")
def _(sales):
    square(sales, "square-anonymous-refunds.csv", "Total Collected")


@case("square-bad-date.csv", layout="square")
def _(sales):
    return ["line 4", "square-bad-date.csv", "soon"]


@case("square-items.csv", layout="square-items")
def _(sales):
    square(sales, "square-items.csv", "Net Sales", "%Y-%m-%d")


@case("square-items-two-currencies.csv", layout="square-items")
def _(sales):
    return ["square-items-two-currencies.csv", "$", "£", "Net Sales"]


def lightspeed(sales, rows):
    for row in rows:
        sales.rows += 1
        sale, total = row["Sale ID"], point(row["Total"])
        who = row["Customer #"] if row["Customer #"] != "0" else ""
        who = who or (row["Customer"] if row["Customer"] != "Walk-in" else "")
        if not who:
            sales.drop("missing customer", sale)
        elif total < 0:
            sales.refund(who, sale, total)
        else:
            sales.sale(who, sale, at(row["Completed"], "%b %d, %Y %I:%M %p"), total)


@case("lightspeed.csv", layout="lightspeed")
def _(sales):
    lightspeed(sales, records("lightspeed.csv"))


@case("lightspeed-bad-total.csv", layout="lightspeed")
def _(sales):
    return ["line 5", "lightspeed-bad-total.csv", "Total", "n/a"]


@case("lightspeed-bad-total.csv skipped", ["lightspeed-bad-total.csv"], ["--skip-bad-rows"], layout="lightspeed")
def _(sales):
    rows = records("lightspeed-bad-total.csv")
    lightspeed(sales, [row for row in rows if row["Total"] != "n/a"])
    sales.rows = len(rows)
    sales.drop("bad row", "218")


@case("amazon-orders.txt", layout="amazon-orders")
def _(sales):
    lines = [line.split("\t") for line in source("amazon-orders.txt").splitlines()]
    for row in (dict(zip(lines[0], line)) for line in lines[1:]):
        sales.rows += 1
        who = mail(row["buyer-email"]) or row["buyer-name"]
        if not who:
            sales.drop("missing customer", row["order-id"])
        else:
            sales.sale(who, row["order-id"], at(row["purchase-date"], "%Y-%m-%dT%H:%M:%S%z"), Decimal(row["item-price"]))


@case("amazon-all-orders.txt", layout="amazon-all-orders")
def _(sales):
    return ["amazon-all-orders.txt", "customer", "no buyers", "order report"]


@case("amazon-orders-no-price.txt", layout="amazon-orders")
def _(sales):
    return ["amazon-orders-no-price.txt", "amount", "item-price"]


def magento(sales, name, customer):
    for row in records(name):
        sales.rows += 1
        who, order = customer(row), row["ID"]
        if row["Status"] == "Closed":
            sales.drop("refunded in full", order)
        elif row["Status"] in ("Pending", "Canceled", "On Hold", "Suspected Fraud"):
            sales.drop("not paid", order)
        else:
            sales.sale(who, order, at(row["Purchase Date"], "%b %d, %Y %I:%M:%S %p"), point(row["Grand Total (Base)"]))
            sales.refund(who, order, Decimal(row.get("Total Refunded") or 0))


@case("magento.csv", layout="magento")
def _(sales):
    magento(sales, "magento.csv", lambda row: mail(row["Customer Email"]) or row["Customer Name"])


@case("magento-no-email.csv", layout="magento", notes=["Total Refunded"])
def _(sales):
    magento(sales, "magento-no-email.csv", lambda row: row["Customer Name"])


@case("prestashop.csv", layout="prestashop")
def _(sales):
    for row in records("prestashop.csv", ";"):
        sales.rows += 1
        if row["Status"] == "Refunded":
            sales.drop("refunded in full", row["ID"])
        elif row["Status"] in ("Canceled", "Awaiting check payment", "On backorder (not paid)", "Payment error"):
            sales.drop("not paid", row["ID"])
        else:
            sales.sale(row["Customer"].lower(), row["ID"], at(row["Date"]), point(row["Total"]))


@case("prestashop-french.csv", layout="prestashop")
def _(sales):
    for row in records("prestashop-french.csv", ";"):
        sales.rows += 1
        if row["État"] == "Remboursé":
            sales.drop("refunded in full", row["ID"])
        elif row["État"] in ("Annulé", "En attente du paiement par chèque", "Erreur de paiement",
                             "En attente de réapprovisionnement (non payé)"):
            sales.drop("not paid", row["ID"])
        else:
            sales.sale(row["Client"].lower(), row["ID"], at(row["Date"], "%d/%m/%Y %H:%M:%S"), comma(row["Total"]))


@case("prestashop-bad-date.csv", layout="prestashop")
def _(sales):
    return ["line 4", "prestashop-bad-date.csv", "Date", "yesterday"]


@case("etsy.csv", layout="etsy")
def _(sales):
    for row in records("etsy.csv"):
        sales.rows += 1
        order = row["Order ID"]
        if row["Status"] == "Refunded":
            sales.drop("refunded in full", order)
        elif row["Status"] == "Canceled":
            sales.drop("not paid", order)
        else:
            adjusted = point(row["Adjusted Order Total"])
            sales.sale(row["Buyer User ID"] or row["Full Name"], order, at(row["Sale Date"], "%m/%d/%y"),
                       adjusted if adjusted else point(row["Order Total"]))


@case("etsy-no-buyer.csv", layout="etsy")
def _(sales):
    return ["etsy-no-buyer.csv", "customer", "Buyer User ID"]


@case("etsy-items.csv", layout="etsy-items")
def _(sales):
    for row in records("etsy-items.csv"):
        sales.rows += 1
        sales.sale(row["Buyer"] or row["Ship Name"], row["Order ID"], at(row["Sale Date"], "%m/%d/%y"), point(row["Item Total"]))


@case("etsy-items-no-total.csv", layout="etsy-items")
def _(sales):
    return ["etsy-items-no-total.csv", "etsy-items", "amount", "Item Total"]


@case("ebay.csv", layout="ebay")
def _(sales):
    lines = source("ebay.csv").splitlines(keepends=True)
    text = "".join(line for line in lines[1:] if line.startswith('"') and line.strip('"\n,'))
    order = None
    for row in records("", text=text):
        sales.rows += 1
        order = row if row["Total Price"] else order
        number = order["Order Number"] or order["Sales Record Number"]
        if not order["Paid On Date"]:
            sales.drop("not paid", number)
            continue
        sales.once(order["Buyer Username"], number, at(order["Sale Date"], "%b-%d-%y"), point(order["Total Price"]))


@case("ebay-no-total.csv", layout="ebay")
def _(sales):
    return ["ebay-no-total.csv", "ebay", "amount", "Total Price"]


@case("ebay-german.csv", layout="ebay")
def _(sales):
    months = {"Mär": "03", "Mai": "05", "Okt": "10", "Dez": "12"}
    lines = source("ebay-german.csv").splitlines(keepends=True)
    for row in records("", ";", text="".join(lines[1:-1])):
        sales.rows += 1
        if not row["Zahlungsdatum"]:
            sales.drop("not paid", row["Bestellnummer"])
            continue
        day, month, year = row["Verkauft am"].split("-")
        sales.sale(row["Nutzername des Käufers"], row["Bestellnummer"], at(f"20{year}-{months[month]}-{day}", "%Y-%m-%d"),
                   comma(row["Gesamtbetrag"]))


def paypal(sales, name, keep=lambda row: True):
    payments = ("Express Checkout Payment", "Website Payment", "Mobile Payment", "General Payment",
                "PreApproved Payment Bill User Payment")
    for row in records(name):
        sales.rows += 1
        number, gross = row["Transaction ID"], point(row["Gross"])
        if not keep(row):
            sales.drop("left out by --where", number)
        elif row["Status"] != "Completed":
            sales.drop("not completed", number)
        elif row["Type"] in ("Payment Refund", "Payment Reversal"):
            sales.refund(mail(row["To Email Address"]) or None, row["Reference Txn ID"] or number, gross)
        elif row["Type"] not in payments:
            sales.drop("no payment", number)
        elif gross < 0:
            sales.drop("negative amount", number)
        else:
            sales.sale(mail(row["From Email Address"]) or row["Name"], number,
                       at(row["Date"] + " " + row["Time"], "%m/%d/%Y %H:%M:%S"), gross)


@case("paypal.csv", layout="paypal")
def _(sales):
    paypal(sales, "paypal.csv")


@case("paypal-two-currencies.csv", layout="paypal")
def _(sales):
    return ["paypal-two-currencies.csv", "USD", "EUR", "--where", "Currency"]


@case("paypal-two-currencies.csv of one", ["paypal-two-currencies.csv"], ["--where", "Currency=USD"], layout="paypal")
def _(sales):
    paypal(sales, "paypal-two-currencies.csv", lambda row: row["Currency"] == "USD")


@case("paypal-german.csv", layout="paypal")
def _(sales):
    for row in records("paypal-german.csv"):
        sales.rows += 1
        number = row["Transaktionscode"]
        if row["Status"] != "Abgeschlossen":
            sales.drop("not completed", number)
        elif row["Typ"] == "Bankgutschrift auf PayPal-Konto":
            sales.drop("no payment", number)
        elif row["Typ"] == "Rückzahlung":
            sales.refund(mail(row["Empfänger E-Mail-Adresse"]), row["Zugehöriger Transaktionscode"], comma(row["Brutto"]))
        else:
            sales.sale(mail(row["Absender E-Mail-Adresse"]), number, at(row["Datum"] + " " + row["Uhrzeit"], "%d.%m.%Y %H:%M:%S"),
                       comma(row["Brutto"]))


@case("klarna.csv", layout="klarna")
def _(sales):
    return ["klarna.csv", "customer", "names no customers"]


def odoo(sales, name, date):
    order = None
    for row in records(name):
        sales.rows += 1
        order = row if row["Order Reference"] else order
        number = order["Order Reference"]
        if order["Status"] in ("Quotation", "Cancelled"):
            sales.drop("not ordered", number)
        else:
            sales.once(mail(order["Customer/Email"]) or order["Customer"], number, at(order[date]), Decimal(order["Total"]))


@case("odoo.csv", layout="odoo")
def _(sales):
    odoo(sales, "odoo.csv", "Order Date")


@case("odoo-no-date.csv", layout="odoo")
def _(sales):
    return ["line 4", "odoo-no-date.csv", "Created on", "not yet"]


@case("odoo-invoices.csv", layout="odoo-invoices")
def _(sales):
    for row in records("odoo-invoices.csv"):
        sales.rows += 1
        who, number, total = row["Invoice Partner Display Name"], row["Number"], Decimal(row["Total Signed"])
        if row["Status"] != "Posted":
            # A draft has no number: it is not the invoice above it, whose customer is another.
            sales.drop("not posted", number or "draft")
        elif total < 0:
            sales.refund(who, number, total)
        else:
            sales.sale(who, number, at(row["Invoice/Bill Date"], "%Y-%m-%d"), total)


@case("odoo-invoices-no-date.csv", layout="odoo-invoices")
def _(sales):
    return ["odoo-invoices-no-date.csv", "odoo-invoices", "date", "Invoice/Bill Date"]


@case("sevdesk.csv", layout="sevdesk")
def _(sales):
    for row in records("sevdesk.csv", ";"):
        sales.rows += 1
        who, number, total = row["Kundennummer"] or row["Kunde"], row["Rechnungsnummer"], comma(row["Brutto"])
        if row["Status"] == "Entwurf":
            sales.drop("draft or cancelled", number)
        elif row["Rechnungstyp"] != "Rechnung":
            sales.refund(who, number, total)
        else:
            sales.sale(who, number, at(row["Rechnungsdatum"], "%d.%m.%Y"), total)


@case("sevdesk-bad-amount.csv", layout="sevdesk")
def _(sales):
    return ["line 3", "sevdesk-bad-amount.csv", "Brutto", "119,00 oder mehr"]


@case("lexware.csv", layout="lexware")
def _(sales):
    for row in records("lexware.csv", ";", "cp1252"):
        sales.rows += 1
        who, number, total = row["Kundennummer"], row["Belegnummer"], comma(row["Bruttobetrag"])
        if row["Belegart"] == "Angebot":
            sales.drop("no invoice", number)
        elif row["Belegart"] == "Gutschrift":
            sales.refund(who, number, total)
        else:
            sales.sale(who, number, at(row["Rechnungsdatum"], "%d.%m.%Y"), total)


@case("lexware-no-date.csv", layout="lexware")
def _(sales):
    return ["lexware-no-date.csv", "lexware", "date", "Rechnungsdatum"]


@case("facturation.csv", layout="facturation")
def _(sales):
    for row in records("facturation.csv", ";"):
        sales.rows += 1
        who, number, total = row["N° client"], row["N° facture"], comma(row["Montant TTC"])
        if row["Type"] == "Avoir":
            sales.refund(who, number, total)
        else:
            sales.sale(who, number, at(row["Date"], "%d/%m/%Y"), total)


@case("facturation-no-client.csv")
def _(sales):
    return ["facturation-no-client.csv", "no customer", "--column customer="]


def online_retail(sales, name):
    for row in records(name):
        sales.rows += 1
        who, invoice = row["Customer ID"].removesuffix(".0"), row["Invoice"]
        if not who:
            sales.drop("missing customer", invoice)
        elif invoice.startswith("C"):
            sales.drop("cancelled invoice", invoice)
        elif not re.fullmatch(r"\d{5}[A-Za-z]*|PADS", row["StockCode"]):
            sales.drop("not a product", invoice)
        else:
            sales.sale(who, invoice, at(row["InvoiceDate"]), Decimal(row["Quantity"]) * Decimal(row["Price"]))


@case("online-retail.csv", layout="online-retail")
def _(sales):
    online_retail(sales, "online-retail.csv")


@case("online-retail-bad-quantity.csv", layout="online-retail")
def _(sales):
    return ["line 5", "online-retail-bad-quantity.csv", "Quantity", "ten"]


# ------------------------------------------------------------------------------------------ files of no program


def plain(name, who, invoice, amount, read, moment, delimiter=",", encoding="utf-8-sig", text=None, fold=lambda text: text):
    """A file of one row for each invoice: the names of its columns, and how its values are written."""

    def fill(sales):
        for row in records(name, delimiter, encoding, text):
            sales.rows += 1
            sales.sale(fold(row[who]), row[invoice] if invoice else str(sales.rows), moment(row), read(row[amount]))

    return fill


def day(column, form):
    return lambda row: at(row[column], form)


case("german.csv")(
    plain("german.csv", "Kunden-Nr", "Rechnung", "Betrag", comma, day("Datum", "%d.%m.%Y"), ";", "cp1252"))
case("german-documents.csv", layout="lexware")(
    plain("german-documents.csv", "Kundennummer", "Belegnummer", "Bruttobetrag", comma, day("Rechnungsdatum", "%d.%m.%Y"), ";", "cp1252"))
case("french.csv", layout="facturation")(
    plain("french.csv", "N° client", "N° facture", "Montant TTC", comma, day("Date", "%d/%m/%Y"), ";"))
case("french-pieces.csv")(
    plain("french-pieces.csv", "Client n°", "Pièce n°", "Montant", comma, day("Date pièce", "%d/%m/%Y"), ";"))
case("uk.csv")(
    plain("uk.csv", "Customer No.", "Invoice No.", "Total", point, day("Invoice Date", "%d/%m/%Y %H:%M")))
case("us.csv")(
    plain("us.csv", "Customer ID", "Order #", "Order Total", point, day("Order Date", "%m/%d/%Y %I:%M:%S %p")))
case("iso.csv")(
    plain("iso.csv", "customer_id", "order_id", "amount", point, lambda row: at(row["created_at"], "%Y-%m-%dT%H:%M:%S%z")))
case("email-case.csv")(
    plain("email-case.csv", "E-Mail", "Order", "Amount", point, day("Date", "%Y-%m-%d %H:%M:%S"), fold=mail))
case("currency-signs.csv")(
    plain("currency-signs.csv", "Customer", "Invoice", "Amount", point, day("Date", "%Y-%m-%d")))
case("time-column.csv")(
    plain("time-column.csv", "Customer", "Receipt", "Amount", point,
          lambda row: at(row["Date"] + " " + row["Time"], "%d/%m/%Y %I:%M:%S %p")))


def lines_of(name, start, end=None):
    return "".join(source(name).splitlines(keepends=True)[start:end])


DAY = day("Date", "%Y-%m-%d")
case("title-lines.csv", notes=["4 lines"])(
    plain("", "Customer", "Invoice", "Amount", point, DAY, text=lines_of("title-lines.csv", 4)))
case("group-header-lines.csv", notes=["1 line"])(
    plain("", "Customer", "Invoice", "Amount", point, DAY, text=lines_of("group-header-lines.csv", 1)))
case("two-header-lines.csv", notes=["line 2"])(
    plain("", "Customer", "Invoice", "Amount", point, DAY,
          text=lines_of("two-header-lines.csv", 0, 1) + lines_of("two-header-lines.csv", 2)))
case("totals-row.csv", notes=["Total"])(
    plain("", "Customer", "Invoice", "Amount", point, DAY, text=lines_of("totals-row.csv", 0, -1)))
case("totals-row-unnamed.csv", notes=["no invoice column"])(
    plain("", "Customer", None, "Amount", point, DAY, text=lines_of("totals-row-unnamed.csv", 0, -1)))


def in_currencies(read, keep=lambda row: True):
    def fill(sales):
        for row in records("three-currencies.csv"):
            sales.rows += 1
            if keep(row):
                sales.sale(row["Customer"], row["Invoice"], DAY(row), read(row))
            else:
                sales.drop("left out by --where", row["Invoice"])

    return fill


@case("three-currencies.csv")
def _(sales):
    return ["three-currencies.csv", "GBP", "JPY", "EUR", "--where", "--rates"]


case("three-currencies.csv of one", ["three-currencies.csv"], ["--where", "Currency=EUR"])(
    in_currencies(lambda row: Decimal(row["Amount"]), lambda row: row["Currency"] == "EUR"))
RATES = {row["currency"]: Decimal(row["rate"]) for row in records("rates.csv")}
case("three-currencies.csv at rates", ["three-currencies.csv"], ["--rates", "rates.csv"])(
    in_currencies(lambda row: Decimal(row["Amount"]) * RATES[row["Currency"]]))


def dated(row):
    """The latest rate of the currency on or before the day."""
    known = [rate for rate in records("rates-by-date.csv")
             if rate["currency"] == row["Currency"] and rate["date"] <= row["Date"]]
    return Decimal(row["Amount"]) * Decimal(max(known, key=lambda rate: rate["date"])["rate"])


case("three-currencies.csv at rates by date", ["three-currencies.csv"], ["--rates", "rates-by-date.csv"])(in_currencies(dated))


def overlapping(once):
    def fill(sales):
        first = records("overlap-1.csv")
        second = records("overlap-2.csv")

        def invoice(rows, number):
            return sorted((row["Customer"], row["Date"], Decimal(row["Amount"])) for row in rows if row["Invoice"] == number)

        for row in first + second:
            sales.rows += 1
            again = row in second and any(other["Invoice"] == row["Invoice"] for other in first)
            if once and again and sum(x[2] for x in invoice(first, row["Invoice"])) == sum(x[2] for x in invoice(second, row["Invoice"])) \
                    and [x[:2] for x in invoice(first, row["Invoice"])] == [x[:2] for x in invoice(second, row["Invoice"])] \
                    and any(row is other for other in second):
                sales.drop("in another file", row["Invoice"])
                continue
            sales.sale(row["Customer"], row["Invoice"], at(row["Date"]), Decimal(row["Amount"]))

    return fill


case("overlap", ["overlap-1.csv", "overlap-2.csv"], notes=["4 invoices", "--once"])(overlapping(False))
case("overlap counted once", ["overlap-1.csv", "overlap-2.csv"], ["--once"])(overlapping(True))


def negative(net):
    def fill(sales):
        for row in records("negative-refunds.csv"):
            sales.rows += 1
            amount = Decimal(row["Amount"])
            if amount < 0 and not net:
                sales.drop("negative amounts (refunds)", row["Invoice"])
            elif amount < 0:
                sales.refund(row["Customer"], row["Invoice"], amount)
            else:
                sales.sale(row["Customer"], row["Invoice"], DAY(row), amount)

    return fill


case("negative-refunds.csv", notes=["--returns net"])(negative(False))
case("negative-refunds.csv net", ["negative-refunds.csv"], ["--returns", "net"])(negative(True))

# ------------------------------------------------------------------- files of no program that their rows explain


def per_order(name, who, invoice, amount, read, moment, delimiter=","):
    """A file whose orders have their amount on each of several rows."""

    def fill(sales):
        for row in records(name, delimiter):
            sales.rows += 1
            sales.once(mail(row[who]), row[invoice], moment(row), read(row[amount]))

    return fill


ONCE = ["counts once"]
case("order-total-on-lines.csv", notes=ONCE)(
    per_order("order-total-on-lines.csv", "email", "order_number", "total", point,
              lambda row: at(row["order_date"] + " " + row["order_time"]), ";"))
case("ledger-account-beside.csv", notes=ONCE)(
    per_order("ledger-account-beside.csv", "EmailAddress", "InvoiceNumber", "Total", point, day("InvoiceDate", "%d/%m/%Y")))
case("discount-of-lines.csv")(
    plain("discount-of-lines.csv", "Customer ID", "Invoice No", "Line Total", point, DAY))
case("price-without-quantity.csv")(
    plain("price-without-quantity.csv", "Purchase Email", "Purchase ID", "Sale Price ($)", point,
          lambda row: at(row["Purchase Date"] + " " + row["Purchase Time (UTC timezone)"])))
case("transaction-list.csv", notes=["3 lines above"])(
    plain("", "Name", "Num", "Amount", point, day("Date", "%m/%d/%Y"), text=lines_of("transaction-list.csv", 3)))
case("utf-16.txt")(
    plain("utf-16.txt", "Kund nr", "Faktura nr", "Brutto", comma, day("Datum", "%Y-%m-%d"), "\t", "utf-16"))
case("utf-16-big-endian.csv")(
    plain("utf-16-big-endian.csv", "Kunden-Nr", "Rechnung", "Betrag", comma, day("Datum", "%d.%m.%Y"), ";", "utf-16"))
case("short-years.csv")(
    plain("short-years.csv", "Kundenr.", "Bilagsnr.", "Beløb inkl. moms", comma, day("Bilagsdato", "%d-%m-%y"), ";", "cp1252"))
case("names-of-a-database.csv")(
    plain("names-of-a-database.csv", "customers_id", "orders_id", "order_total", point, day("date_purchased", "%Y-%m-%d %H:%M:%S")))
case("names-with-points.csv")(
    plain("names-with-points.csv", "orderCustomer.customerNumber", "orderNumber", "amountTotal", point,
          day("orderDateTime", "%Y-%m-%dT%H:%M:%S.%f%z"), ";"))
case("microseconds.csv", notes=["microseconds"])(
    plain("microseconds.csv", "user_id", "transaction_id", "purchase_revenue", point,
          lambda row: datetime.datetime.fromtimestamp(int(row["event_timestamp"]) // 1000000, UTC).replace(tzinfo=None)))
case("whole-thousands.csv", notes=["point before thousands"])(
    plain("whole-thousands.csv", "Kunde", "Beleg", "Umsatz", comma, day("Datum", "%d.%m.%Y"), ";"))
case("polish-windows.csv")(
    plain("polish-windows.csv", "NIP", "Nr faktury", "Brutto", comma, day("Data wystawienia", "%Y-%m-%d"), ";", "cp1250"))
case("tax-number.csv")(
    plain("tax-number.csv", "P.IVA", "Num. doc.", "Tot. documento", comma, day("Data doc.", "%d/%m/%Y"), ";"))
case("clock-kl.tsv")(
    plain("clock-kl.tsv", "Kundenummer", "Ordrenummer", "Beløb", comma, day("Ordredato", "%d.%m.%Y kl. %H.%M"), "\t"))
case("net-beside-gross.csv")(
    plain("net-beside-gross.csv", "ContactID", "OrderID", "GrossTotal", point, day("CreatedAt", "%Y-%m-%dT%H:%M:%S%z"), ";"))


@case("header-on-each-page.csv", notes=["between the others"])
def _(sales):
    for row in records("header-on-each-page.csv", ";", "cp1252"):
        if row["Datum"] not in ("", "Datum"):
            sales.rows += 1
            sales.sale(row["Kundennummer"], row["Rechnungsnummer"], at(row["Datum"], "%d.%m.%Y"), comma(row["Betrag"]))


@case("total-on-each-page.csv", notes=["between the others", "Total"])
def _(sales):
    for row in records("total-on-each-page.csv"):
        if row["Date"]:
            sales.rows += 1
            sales.sale(row["Customer"], row["Invoice No."], at(row["Date"], "%d/%m/%Y"), point(row["Amount"]))


@case("numbers-of-two-things.csv", notes=["more than once"])
def _(sales):
    # Both numbers are called No.: that of the customer, and that of the invoice.
    for number, name, invoice, date, net, gross in list(csv.reader(io.StringIO(source("numbers-of-two-things.csv"))))[2:]:
        sales.rows += 1
        sales.sale(name, invoice, at(date, "%d/%m/%Y"), Decimal(gross))


@case("sale-line-payment.csv")
def _(sales):
    for row in records("sale-line-payment.csv"):
        sales.rows += 1
        if row["Customer Code"]:
            sales.sale(row["Customer Code"], row["Receipt Number"], at(row["Date"]), Decimal(row["Total"]))
        else:
            sales.drop("missing customer", row["Receipt Number"])


@case("refund-column.csv", notes=["'Amount refunded' is taken"])
def _(sales):
    for row in records("refund-column.csv"):
        sales.rows += 1
        sales.sale(row["Consumer name"], row["ID"], at(row["Date"]), Decimal(row["Amount"]))
        sales.refund(row["Consumer name"], row["ID"], Decimal(row["Amount refunded"]))


@case("credit-debit.csv net", ["credit-debit.csv"], ["--returns", "net"])
def _(sales):
    for row in records("credit-debit.csv"):
        sales.rows += 1
        moment = at(row["Date"], "%d/%m/%Y")
        if row["Amount"].endswith("CR"):
            sales.refund(row["Account Code"], row["Doc No"], point(row["Amount"]))
        else:
            sales.sale(row["Account Code"], row["Doc No"], moment, point(row["Amount"]))


@case("datev.csv", layout="datev")
def _(sales):
    for row in records("datev.csv", ";", "cp1252"):
        sales.rows += 1
        who, amount = row["Konto"], comma(row["Umsatz"])
        if row["Soll/Haben"] == "H":
            sales.refund(who, row["Belegfeld 1"], amount)
        else:
            sales.sale(who, row["Belegfeld 1"], at(row["Belegdatum"], "%d.%m.%Y"), amount)


@case("datev-no-year.csv", layout="datev")
def _(sales):
    return ["datev-no-year.csv", "line 3", "Belegdatum", "has no year"]


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "ene. feb. mar. abr. may. jun. jul. ago. sep. oct. nov. dic.",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "",
    "da": "januar februar marts april maj juni juli august september oktober november december",
}


def named(language, date, time):
    def moment(row):
        if language == "sv":
            return at(row[date] + " " + row[time], "%Y-%m-%d %H:%M")
        words = [word for word in re.split(r"[ ,]+", row[date]) if word != "de"]
        if language == "en":
            words = [words[1], words[0], words[2]]
        month = MONTHS[language].split().index(words[1]) + 1
        return at(f"{words[2]}-{month:02d}-{int(words[0].rstrip('.')):02d} {row[time]}", "%Y-%m-%d %H:%M")

    return moment


for language, delimiter, encoding, who, invoice, date, time, amount in [
    ("en", ",", "utf-8", "Account No.", "Invoice Number", "Invoice Date", "Time", "Gross Amount"),
    ("de", ";", "cp1252", "Debitorennr.", "Rechnungsnr.", "Rechnungsdatum", "Uhrzeit", "Rechnungsbetrag"),
    ("fr", ";", "utf-8", "Code client", "Numéro de commande", "Date de commande", "Heure", "Total"),
    ("es", ";", "utf-8", "N.º de cliente", "Nº de factura", "Fecha de factura", "Hora", "Importe total"),
    ("it", ";", "utf-8", "Codice cliente", "N. fattura", "Data fattura", "Ora", "Importo"),
    ("nl", ";", "cp1252", "Klantnummer", "Factuurnummer", "Factuurdatum", "Tijd", "Bedrag"),
    ("pt", ";", "utf-8", "Código do cliente", "Nº da fatura", "Data da fatura", "Hora", "Valor total"),
    ("pl", ";", "utf-8", "Nr klienta", "Nr faktury", "Data wystawienia", "Godzina", "Kwota brutto"),
    ("sv", ";", "utf-8", "Kundnr", "Fakturanr", "Fakturadatum", "Tid", "Belopp"),
    ("da", ";", "utf-8", "Kundenr.", "Fakturanr.", "Fakturadato", "Tidspunkt", "Beløb"),
]:
    case(f"language-{language}.csv")(
        plain(f"language-{language}.csv", who, invoice, amount, point if language == "en" else comma,
              named(language, date, time), delimiter, encoding))


# What headers fold to: docs/layouts.md, written out by hand.
FOLDED = {
    "Customer #": "customernr", "customer_no": "customernr", "Customer No.": "customernr", "CustomerNr": "customernr",
    "CustomerNo": "customernr", "Customer Number": "customernumber", "customer-number": "customernumber",
    "N° client": "nrclient", "Nº client": "nrclient", "No client": "nrclient", "№ client": "nrclient", "Nr klienta": "nrklienta",
    "N.º de cliente": "nrdecliente", "Client n°": "clientnr", "Kunden-Nr.": "kundennr", "KundenNr": "kundennr", "Kundennr": "kundennr",
    "Order ID": "orderid", "order-id": "orderid", "OrderId": "orderid", "orderId": "orderid", "ORDER_ID": "orderid", "OrderID": "orderid",
    "N. Revenue": "nrevenue", "N. Revenue (formatted)": "nrevenueformatted", "Order #": "ordernr", "#": "nr",
    "Währung": "wahrung", "Straße": "strasse", "Beløb": "belob", "Kwota złotych": "kwotazlotych", "Œuvre": "oeuvre",
    "E-Mail": "email", "Créé le": "creele", "Date d’émission": "datedemission", "Total (TTC)": "totalttc",
    "Created date (UTC)": "createddateutc", "\u00a0Betrag\u00a0": "betrag", "---": "",
}


def truth():
    cases = {}
    for name, files, options, layout, notes, fill in CASES:
        assert name not in cases, name
        sales = Sales()
        fault = fill(sales)
        entry = {"files": files, "options": options, "layout": layout}
        if fault:
            entry["error"] = fault
        else:
            entry["notes"] = notes
            entry.update(sales.finish())
        cases[name] = entry
    return {
        "about": "Written by truth.py. files and options: what is given to rfm table, in this folder. layout: the one that is "
                 "recognised, or null. error: what the one message must have in it, with exit status 1. notes: what standard "
                 "error must have in it, capital letters aside. rows: without header, titles, empty lines, footers and totals. "
                 "dropped: by the word for it, rows and different invoices. refunds: how often money was given back, and how "
                 "much. Decimals are compared as numbers.",
        "folded": FOLDED,
        "cases": cases,
    }


def main():
    text = json.dumps(truth(), ensure_ascii=False, indent=1) + "\n"
    # A customer to a line.
    text = re.sub(r"\{\n\s+\"customer_id\".*?\}", lambda found: re.sub(r"\n\s+", " ", found.group()).replace("{ ", "{").replace(" }", "}"),
                  text, flags=re.S)
    path = HERE / "truth.json"
    if "--check" in sys.argv[1:]:
        if path.read_text(encoding="utf-8") != text:
            sys.exit("truth.json is not what truth.py writes")
        return
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
