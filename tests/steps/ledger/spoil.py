"""What a spreadsheet does to a ledger nobody edited, and then some edits: spoil.py IN OUT [EDIT…]

EDIT is ROW:COLUMN=VALUE (ROW counts data rows from 0, COLUMN is a field), ROW:copy, ROW:drop,
ROW:new (the row loses its ids). Rows come out in the reverse order, in GB18030, codes as numbers.
"""
import csv
import sys

with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    rows = list(csv.reader(file))
head, body = rows[0], rows[1:]
names = [h[h.rfind("[") + 1:-1] if h.endswith("]") else h for h in head]


def spoil(cell):
    cell = "".join(c if c.encode("gbk", "ignore") else "?" for c in cell)
    if cell.isdigit() and len(cell) > 15:
        return f"{int(cell):.5E}".replace("E+", "E+")
    if cell.isdigit() and len(cell) > 11:
        return f"{int(cell):.5E}"
    if cell.isdigit() and cell.startswith("0"):
        return cell.lstrip("0")
    if cell == "1-2":
        return "1月2日"
    if len(cell) == 10 and cell[4:5] == "-" and cell[7:8] == "-":
        return f"{int(cell[:4])}/{int(cell[5:7])}/{int(cell[8:])}"
    return cell


keep = {names.index(n) for n in ("_id", "_rev")}
body = [[c if i in keep else spoil(c) for i, c in enumerate(row)] for row in body]
extra, gone = [], set()
for edit in sys.argv[3:]:
    where, what = edit.split(":", 1)
    row = body[int(where)]
    if what == "copy":
        extra.append(row[:1] + ["抄来的一行"] + row[2:])
    elif what == "drop":
        gone.add(int(where))
    elif what == "new":
        extra.append(["" if i in keep else c for i, c in enumerate(row)])
        extra[-1][names.index("uscc")] = "916301030000010890"
        extra[-1][names.index("name")] = "西宁新来新来商贸有限公司"
    else:
        field, value = what.split("=", 1)
        row[names.index(field)] = value
body = [row for i, row in enumerate(body) if i not in gone] + extra
with open(sys.argv[2], "w", encoding="gb18030", newline="") as file:
    csv.writer(file).writerows([head] + body[::-1])
