"""What the peers share: the rules of cleaning, as each library says them best."""

# The columns of the two years of the file, by what they hold.
NAMES = {
    "Invoice": "invoice", "InvoiceNo": "invoice", "StockCode": "stock", "Quantity": "quantity",
    "InvoiceDate": "date", "Price": "price", "UnitPrice": "price", "Customer ID": "customer",
    "CustomerID": "customer",
}
INVOICE = r"^[0-9]{6}$"
STOCK = r"^(?:[0-9]{5}[a-zA-Z]*|PADS)$"


def roles(header):
    """The names of the seven columns that count, by what they hold."""
    return {NAMES[name]: name for name in header if name in NAMES}


def columns(path):
    with open(path, encoding="utf-8") as file:
        return roles(file.readline().rstrip("\n").split(","))
