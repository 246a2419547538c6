"""Writes csv_reference.json: damaged CSV files, and the cells that Python's csv module finds in them.

Run with Python 3.11: /usr/bin/python3 make_csv_reference.py > ../Reference/csv_reference.json

Each file has its bytes in base64, its dialect, and its rows. Lines without any text other than blanks are left out. The csv module takes
wrong quotation marks for text, so its rows may be those of a file that a strict reader refuses.
"""
import base64
import csv
import io
import json
import random

FILES = 200
WORDS = ["a", "Zoë", "x y", "1", "-2.5", "1e3", "007", "", "NA", "日本", "\U0001F600", "it's", "#1", "=A1", "e\u0301", "\u00a0", "1,5", "a;b"]
BREAKS = ["\n", "\r\n", "\r"]
INSERTIONS = ['"', '""', '"x"', '"\n"', "'", ",", ";", "\t", "|", ",,,", "\n", "\r", "\r\n", "\n\n", " ", "\t ", "  \n", "\ufeff", "\u2028", "\x85", "\x0b",
              "\x1c", "\u00a0", "Ω", "9" * 30, '" ', ' "', '"a,b"', '"\r\n']


def sound(choose):
    delimiter = choose.choice(",;\t|")
    quote = choose.choice('"' * 3 + "'")
    line_break = choose.choice(BREAKS)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quotechar=quote, lineterminator=line_break, quoting=choose.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    columns = choose.randint(2, 5)
    for _ in range(choose.randint(2, 12)):
        writer.writerow([choose.choice(WORDS) + choose.choice(["", "", "", "\n", delimiter, quote, line_break]) for _ in range(columns)])
    return text.getvalue(), delimiter, quote


def damaged(text, choose):
    for _ in range(choose.choice([0, 1, 1, 1, 2, 3])):
        at, kind = choose.randint(0, len(text)), choose.randint(0, 9)
        if kind == 0:
            text = text[:at]
        elif kind == 1:
            text = text[:at] + text[at + choose.randint(0, 3):]
        elif kind == 2:
            text = text[:at] + text[max(0, at - choose.randint(0, 20)):]
        elif kind == 3:
            text = text.replace(choose.choice(["\r\n", "\n", "\r"]), choose.choice(BREAKS))
        elif kind == 4:
            text = "\ufeff" + text
        else:
            text = text[:at] + choose.choice(INSERTIONS) + text[at:]
    return text


def rows_of(text, delimiter, quote):
    # Byte order marks at the beginning are not text.
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter, quotechar=quote, skipinitialspace=True)
    return [row for row in reader if not (len(row) <= 1 and "".join(row).strip(" \t") == "")]


def main():
    files = []
    for seed in range(FILES):
        choose = random.Random(seed)
        text, delimiter, quote = sound(choose)
        text = damaged(text, choose)
        files.append({
            "bytes": base64.b64encode(text.encode()).decode(),
            "delimiter": delimiter,
            "quote": quote,
            "rows": rows_of(text, delimiter, quote),
        })
    print(json.dumps(files, indent=0))


main()
