"""LibreOffice at work on a table, as a person has it open: hand.py TABLE FOLDER

For each way to open a CSV file (as it comes, and with numbers of every kind recognised, in English and
in Chinese) the table goes through .xlsx and back, untouched; then edited and sorted, through .xlsx;
then edited and saved as CSV at once. The CSV files lie in FOLDER. Needs LibreOffice and the Python
that has its module `uno`; edits.py says what is edited.
"""
import os
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

from edits import EDITS

WAYS = {"plain": "44,34,UTF8,1", "english": "44,34,UTF8,1,,1033,false,true",
        "chinese": "44,34,UTF8,1,,2052,false,true"}
AS_CSV = "44,34,76,1"  # comma, quotes, UTF-8, all rows, cells as they are shown


def properties(**all_of_them):
    out = []
    for name, value in all_of_them.items():
        one = PropertyValue()
        one.Name, one.Value = name, value
        out.append(one)
    return tuple(out)


def connect(pipe, office):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    while office.poll() is None:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(.1)
    raise SystemExit(f"soffice ended with {office.returncode}")


class Hand:
    def __init__(self, desktop, folder):
        self.desktop, self.folder = desktop, folder

    def url(self, name):
        return uno.systemPathToFileUrl(os.path.join(self.folder, name))

    def open(self, url, **how):
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, properties(Hidden=True, **how))
        if document is None:
            raise SystemExit(f"LibreOffice does not open {url}")
        return document

    def save(self, document, name, kind, **how):
        document.storeToURL(self.url(name), properties(FilterName=kind, **how))

    def through_xlsx(self, document, name):
        self.save(document, name + ".xlsx", "Calc MS Excel 2007 XML")
        document.close(True)
        return self.open(self.url(name + ".xlsx"))

    def to_csv(self, document, name):
        self.save(document, name + ".csv", "Text - txt - csv (StarCalc)", FilterOptions=AS_CSV)
        document.close(True)


def used(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow


def edit(document):
    """Types into cells; the row is found by the name of the unit, the column by its [field]."""
    sheet = document.Sheets.getByIndex(0)
    columns, rows = used(sheet)
    heads = {sheet.getCellByPosition(x, 0).String: x for x in range(columns + 1)}
    column = {head[head.rindex("[") + 1:-1]: x for head, x in heads.items() if "[" in head}
    row = {sheet.getCellByPosition(column["name"], y).String: y for y in range(1, rows + 1)}
    for name, field, typed, _ in EDITS:
        sheet.getCellByPosition(column[field], row[name]).setFormula(typed)
    sort(sheet, column["staff"], columns, rows)


def sort(sheet, by, columns, rows):
    field = uno.createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = by, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    sheet.getCellRangeByPosition(0, 1, columns, rows).sort(
        properties(SortFields=fields, ContainsHeader=False))


def work(hand, table):
    for way, options in WAYS.items():
        def opened():
            return hand.open(uno.systemPathToFileUrl(table), FilterName="Text - txt - csv (StarCalc)",
                             FilterOptions=options)
        hand.to_csv(hand.through_xlsx(opened(), f"{way}-untouched"), f"{way}-untouched")
        document = hand.through_xlsx(opened(), f"{way}-edited")
        edit(document)
        hand.to_csv(hand.through_xlsx(document, f"{way}-again"), f"{way}-edited")
        document = opened()
        edit(document)
        hand.to_csv(document, f"{way}-direct")


def main():
    table, folder = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="zaoce-office-") as home:
        pipe = "zaoce" + os.path.basename(home)[-8:].replace("_", "x")
        office = subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{home}/profile", "--headless", "--norestore",
             "--nologo", f"--accept=pipe,name={pipe};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ, HOME=home))
        desktop = connect(pipe, office)
        try:
            work(Hand(desktop, folder), table)
        finally:
            desktop.terminate()
            office.wait()


if __name__ == "__main__":
    main()
