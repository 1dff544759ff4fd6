"""Whether the cases of a form find out a rule that is a little wrong.

    teeth.py EVERY TEST PACK FORM CASES...

Every rule of the form's survey.csv is spoiled in every way that `spoiled` knows, one token at a
time, and the test of the form must fail. Of these the EVERY-th are tried: 1 is all. Prints TAP."""
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile

COLUMNS = ('required', 'relevant', 'constraint', 'warning', 'calculation', 'choice_filter')
OPERATORS = {'<=': '<', '>=': '>', '<': '<=', '>': '>=', '!=': '=', '=': '!=', 'and': 'or',
             'or': 'and', '+': '-', '*': '+', 'not': 'boolean'}
# What says the same as before, because no choice has a code in between.
SAME = {
    ('ended', 'relevant', '${op_status} >= 4 and ${op_status} <= 8'),
    ('holding', 'relevant', '(${unit_type} = 1 or ${unit_type} = 2) and ${reg_type} < 399'),
}
TOKEN = re.compile(r"'[^']*'|\$\{[^}]*\}|[0-9]+(?:\.[0-9]+)?|[A-Za-z_][A-Za-z0-9_.-]*"
                   r"|<=|>=|!=|[-+*<>=(),.]")
WORDS = re.compile(r"'[0-9a-z-]+(?: [0-9a-z-]+)*'")


def spoiled(expression):
    """The expression with one token changed: an operator into its neighbour, a number by one, a
    word of a text into another."""
    for token in TOKEN.finditer(expression):
        text = token.group()
        others = []
        if text in OPERATORS:
            others = [OPERATORS[text]]
        elif text.isdigit():
            others = [str(int(text) + 1), str(int(text) - 1)]
        elif WORDS.fullmatch(text):
            words = text[1:-1].split(' ')
            others = ["'%s'" % ' '.join(words[:i] + ['zz'] + words[i + 1:])
                      for i in range(len(words))]
        for other in others:
            yield expression[:token.start()] + other + expression[token.end():]


def all_spoiled(rows):
    """(row, column, expression) of every change."""
    name = rows[0].index('name')
    for row in rows[1:]:
        for column in [column for column in COLUMNS if column in rows[0]]:
            for other in spoiled(row[rows[0].index(column)]):
                if (row[name], column, other) not in SAME:
                    yield row, column, other


def write(path, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        csv.writer(file).writerows(rows)


def case_failed(command):
    """A case, a rule that nobody plays both ways, or the loader: not a mere warning of it."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    lines = done.stdout.decode('utf-8').splitlines()
    return any(re.match(r'not ok \d+ - (\w+\.tsv:|row |the pack loads)', line) for line in lines)


def main(every, test, pack, form, *cases):
    number = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, 'pack')
        shutil.copytree(pack, copy)
        sheet = os.path.join(copy, form, 'survey.csv')
        with open(sheet, encoding='utf-8', newline='') as file:
            rows = list(csv.reader(file))
        for row, column, other in list(all_spoiled(rows))[::int(every)]:
            at = rows[0].index(column)
            whole, row[at] = row[at], other
            write(sheet, rows)
            row[at] = whole
            bites = case_failed([test, copy, form, *cases])
            number += 1
            failed += not bites
            print('%sok %d - %s %s found out: %s' % ('' if bites else 'not ', number,
                                                     row[rows[0].index('name')], column, other))
    print('1..%d' % number)
    return 1 if failed or not number else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
