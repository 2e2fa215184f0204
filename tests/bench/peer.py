#!/usr/bin/env python3
"""The peer of import_and_search: the same list into SQLite, typed, checked for duplicates, indexed, with a journal of each row, in one
durable transaction; then the same searches with LIKE over a folded column. Prints JSON.

  peer.py LIST.csv BASE.sqlite QUERY...
"""
import csv, datetime, decimal, json, sqlite3, sys, time, unicodedata

FIELDS = ["type", "name", "company_code", "vat_code", "phone", "phone_2", "email", "address", "city", "postal_code", "iban", "category",
          "since", "birthday", "discount", "turnover", "notes", "manager"]
INDEXED = ["name", "company_code", "phone", "email", "city"]
DATES, NUMBERS, PHONES = {"since", "birthday"}, {"discount", "turnover"}, {"phone", "phone_2"}


def typed(field, text):
    text = text.strip()
    if not text:
        return None
    if field in DATES:
        return datetime.date.fromisoformat(text).isoformat()
    if field in NUMBERS:
        return str(decimal.Decimal(text))
    if field in PHONES:
        digits = "".join(c for c in text if c.isdigit())
        return "+370" + digits[-8:]
    if field == "email":
        return text.lower()
    return text


def fold(text):
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower()


def load(path, base):
    db = sqlite3.connect(base, isolation_level=None)
    db.execute("pragma journal_mode = wal")
    db.execute("pragma synchronous = full")
    columns = ", ".join(f"{field} text" for field in FIELDS)
    db.execute(f"create table clients (id integer primary key, {columns}, search text)")
    db.execute("create table journal (sequence integer primary key, time real, record integer, before text, after text)")
    begun = time.perf_counter()
    db.execute("begin")
    seen, rows, entries = {}, [], []
    marks = ", ".join("?" * (len(FIELDS) + 2))
    searched = [at for at, field in enumerate(FIELDS) if field not in NUMBERS]

    def write():
        db.executemany(f"insert into clients values ({marks})", rows)
        db.executemany("insert into journal (time, record, before, after) values (?, ?, null, ?)", entries)
        rows.clear()
        entries.clear()

    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for number, cells in enumerate(reader, 1):
            values = [typed(field, cell) for field, cell in zip(FIELDS, cells)]
            key = values[2] or values[6]
            if seen.setdefault(key, number) != number:
                raise SystemExit(f"row {number} repeats row {seen[key]}")
            rows.append((number, *values, fold("\x1f".join(values[at] or "" for at in searched))))
            after = {field: value for field, value in zip(FIELDS, values) if value is not None}
            entries.append((time.time(), number, json.dumps(after, ensure_ascii=False)))
            if len(rows) == 1000:
                write()
    write()
    for field in INDEXED:
        db.execute(f"create index clients_{field} on clients ({field})")
    db.execute("commit")
    return db, time.perf_counter() - begun


def main():
    path, base, *queries = sys.argv[1:]
    db, took = load(path, base)
    search, hits = [], []
    find = "select id from clients where search like ?"
    db.execute(find, ("%kau%",)).fetchall()
    for query in queries:
        begun = time.perf_counter()
        found = db.execute(find, (f"%{fold(query)}%",)).fetchall()
        search.append(time.perf_counter() - begun)
        hits.append(len(found))
    json.dump({"import": took, "search": search, "hits": hits}, sys.stdout)


main()
