"""What hands and a spreadsheet do to a table: edit.py IN OUT ROW:FIELD=VALUE … (ROW counts from 1)"""
import csv
import sys

with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    rows = list(csv.reader(file))
for edit in sys.argv[3:]:
    row, _, cell = edit.partition(":")
    field, _, value = cell.partition("=")
    at = next(i for i, head in enumerate(rows[0]) if head == field or head.endswith(f"[{field}]"))
    rows[int(row)][at] = value
with open(sys.argv[2], "w", encoding="utf-8-sig", newline="") as file:
    csv.writer(file).writerows(rows)
