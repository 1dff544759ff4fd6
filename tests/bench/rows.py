#!/usr/bin/env python3
"""Rows of gen_ledger.py as an exchange file and as the same rows for SQLite: rows.py N SEED DIR

Writes N records of the eight groups (5 in 100 of them with a second revision from another group)
into DIR/rows.zc1.csv and DIR/rows.csv (columns rid, rev, then the fields; a later row of a rid is
its newer state), and a line of JSON with the counts. The ids are computed here from the rules
alone, without a line of the program: a second implementation that its import has to agree with.
Standard library only; the same arguments give the same bytes.
"""
import csv
import hashlib
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PACK = os.path.join(HERE, "..", "..", "forms", "liangxin")
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # the ULIDs of the generator use the same, in capitals
# What every finished form holds beside the columns of the ledger.
FIXED = {"place_kind": "1", "visit": "1", "id_kind": "1", "seen": "yes", "unit_type": "1",
         "holding": "3", "business": "零售", "m_prob": "0", "union": "0", "league": "0", "women": "0",
         "premises": "0", "contact": "店主", "confirmed": "yes"}
BUILD = {"": "0", "单独组建": "1", "片区联建": "2", "同业共建": "3", "挂靠组建": "4", "派驻帮建": "5",
         "龙头带建": "6"}


def base32(data):
    bits = len(data) * 8
    number = int.from_bytes(data, "big") << -bits % 5
    return "".join(ALPHABET[number >> shift & 31] for shift in range((bits + 4) // 5 * 5 - 5, -1, -5))


def h20(data):
    return hashlib.blake2b(data, digest_size=20).digest()


def ns(data):
    return b"%d:%s," % (len(data), data)


VALUES = {}


def value_hash(text):
    found = VALUES.get(text)
    if found is None:
        found = h20(b"zaoce-val-1\n" + text.encode())
        if len(text) < 8:  # short answers come again and again
            VALUES[text] = found
    return found


def revision_id(rid, parents, attrs, writes):
    """20 bytes: the hash of everything that the revision says, in canonical order."""
    parts = [b"zaoce-rev-1\n", ns(rid.encode()), ns(b"%d" % len(parents))]
    parts += sorted(parents)
    parts.append(ns(b"%d" % len(attrs)))
    parts += [ns(name.encode()) + ns(text.encode()) for name, text in attrs]
    parts.append(ns(b"%d" % len(writes)))
    parts += [ns(field.encode()) + value_hash(text) for field, text in writes]
    return h20(b"".join(parts))


def record_id(ulid, group):
    number = 0
    for char in ulid.lower():
        number = number << 5 | ALPHABET.index(char)
    ms, random = number >> 80, number >> 16 & (1 << 64) - 1
    return "e" + base32(bytes([group]) + ms.to_bytes(6, "big") + random.to_bytes(8, "big"))


def cell(text):
    text = text.replace("\\", "\\\\").replace("\n", "\\n")
    if any(c in text for c in ',"\r') or text[-1] in " \t":
        return '"' + text.replace('"', '""') + '"'
    return text


def line_of(rid, parents, attrs, writes):
    revid = revision_id(rid, parents, attrs, writes)
    cells = ["r" + base32(revid), rid, " ".join("r" + base32(p) for p in sorted(parents))]
    cells += [cell(f".{name}={text}") for name, text in attrs]
    cells += [cell(f"{field}={text}") for field, text in writes]
    return revid, ",".join(cells) + "\n"


def areas():
    """Code of each street by name, and the codes of its communities."""
    streets, communities = {}, {}
    with open(os.path.join(PACK, "areas.csv"), encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["level"] == "4":
                streets[row["zh"]] = row["code"]
            elif row["level"] == "5":
                communities.setdefault(row["parent"], []).append(row["code"])
    return streets, communities


def mapping():
    """Column of the ledger to field, and the words that become codes."""
    fields, words = {}, {}
    with open(os.path.join(HERE, "gen_ledger.map.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["from"]:
                words[row["field"], row["from"]] = row["to"]
            elif row["field"] != "-":
                fields[row["column"]] = row["field"]
    return fields, words


class Forms:
    def __init__(self):
        self.fields, self.words = mapping()
        self.streets, self.communities = areas()

    def answers(self, row):
        """A row of the ledger as the answers of one form."""
        out = dict(FIXED)
        for column, field in self.fields.items():
            out[field] = self.words.get((field, row[column]), row[column])
        street = self.streets[row["街镇"]]
        places = self.communities.get(street, [street])
        out["street"] = street
        out["community"] = places[sum(map(ord, row["社区"])) % len(places)]
        out["build"] = BUILD[row["党组织形式"]]
        out["visited"] = row["更新时间"][:10]
        out["remark"] = row["备注"].strip()
        return {field: text for field, text in out.items() if text}


def attributes(row, group):
    at = row["更新时间"].replace(" ", "T") + "+08:00"
    return [("at", at), ("by", "李某"), ("dev", "dbench%03d" % group), ("form", "ent@1"),
            ("g", str(group)), ("role", "worker")]


def read_rows(folder):
    """{ULID: [(version, group, row)]} of all groups."""
    records = {}
    for group in range(1, 9):
        with open(os.path.join(folder, f"ledger-{group}.csv"), encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                records.setdefault(row["记录编号"], []).append((int(row["版本"]), group, row))
    return records


def write(records, out):
    """Both files at once; gives the counts. Columns of the table: every field that occurs."""
    forms = Forms()
    made = []
    for ulid, versions in records.items():
        versions.sort(key=lambda v: v[0])
        rid = record_id(ulid, int(versions[0][2]["登记组"]))
        made.append((rid, [(group, row, forms.answers(row)) for _, group, row in versions]))
    made.sort(key=lambda record: record[0])
    columns = sorted({field for _, versions in made for _, _, answers in versions for field in answers})
    digest, lines = hashlib.blake2b(digest_size=20), 0
    with open(os.path.join(out, "rows.zc1.csv"), "w", encoding="utf-8", newline="") as exchange, \
            open(os.path.join(out, "rows.csv"), "w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(["rid", "rev", "status", "at", "g", "by"] + columns)
        exchange.write("zc1,rid,parents,cells\n")
        for rid, versions in made:
            parents, before = [], {}
            for number, (group, row, answers) in enumerate(versions, 1):
                attrs = attributes(row, group)
                writes = [(f, answers.get(f, "")) for f in sorted(set(answers) | set(before))
                          if answers.get(f, "") != before.get(f, "")]
                if number == 1:
                    writes = sorted(writes + [("_status", "submitted")])
                revid, line = line_of(rid, parents, attrs, writes)
                exchange.write(line)
                digest.update(line.encode())
                lines += 1
                rows.writerow([rid, number, "submitted", attrs[0][1], group, "李某"] +
                              [answers.get(f, "") for f in columns])
                parents, before = [revid], answers
        exchange.write(f"end,{lines},{base32(digest.digest())}\n")
    return {"records": len(made), "revisions": lines, "digest": base32(digest.digest())}


def main():
    count, seed, out = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    with tempfile.TemporaryDirectory(dir=out) as folder:
        subprocess.run([sys.executable, os.path.join(HERE, "gen_ledger.py"), "--records", str(count),
                        "--seed", seed, "--out", folder, "--conflicts", "0", "--quiet"], check=True)
        counts = write(read_rows(folder), out)
    with open(os.path.join(out, "rows.json"), "w", encoding="utf-8") as file:
        json.dump(counts, file)
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
