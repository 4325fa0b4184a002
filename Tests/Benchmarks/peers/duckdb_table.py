"""DuckDB: sales → RFM table. duckdb_table.py SALES TABLE"""

import sys

import duckdb

import sales

path, out = sys.argv[1:]
names = sales.columns(path)
types = {
    names["invoice"]: "VARCHAR", names["stock"]: "VARCHAR", names["quantity"]: "INTEGER",
    names["price"]: "DECIMAL(12,3)", names["date"]: "TIMESTAMP", names["customer"]: "DOUBLE",
}
given = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
columns = ", ".join(f'"{name}" AS {role}' for role, name in names.items())
duckdb.execute(f"""
    COPY (
      WITH kept AS (
        SELECT {columns} FROM read_csv('{path}', types = {{{given}}})
        WHERE "{names['customer']}" IS NOT NULL
          AND regexp_full_match("{names['invoice']}", '[0-9]{{6}}')
          AND regexp_full_match("{names['stock']}", '[0-9]{{5}}[a-zA-Z]*|PADS')
      ), sums AS (
        SELECT customer::BIGINT AS customer_id, max(date) AS last_purchase, min(date) AS first_purchase,
          count(DISTINCT invoice) AS frequency, sum(quantity * price) AS monetary
        FROM kept GROUP BY customer
      )
      SELECT customer_id,
        floor(epoch(max(last_purchase) OVER () - last_purchase) / 86400)::INTEGER AS recency,
        frequency, monetary, first_purchase, last_purchase
      FROM sums ORDER BY customer_id
    ) TO '{out}' (HEADER)
""")
