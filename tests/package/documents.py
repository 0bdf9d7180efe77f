#!/usr/bin/env python3
"""Checks what the documents say against the sources.

    documents.py                       checks
    documents.py --write               puts the quotations there
    documents.py --installed PREFIX    checks those that are installed

- Code that a document quotes is code that is compiled or run. A quotation
  follows a marker, in a fenced block: it is a file, or what the file has
  between each "quote: NAME" and "quote: end", in comments.

      <!-- quote:examples/quick-start/user.hxx -->
      <!-- quote:examples/quick-start/main.cxx fetch -->

- Every block of code is a quotation, but for scripts of this repository.
- Links lead to files and headings that are there.
- Options, metrics and headers are those that the library has.
- README.md fits the width of a page.
"""

import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
GUIDE = sorted((TOP / "odb_alkey/guide").glob("*.md"))
SHOWN = [TOP / "README.md", *GUIDE]
DOCUMENTS = SHOWN + [TOP / "odb_alkey/README.md", TOP / "tests/README.md",
                     TOP / "tests/model/README.md",
                     TOP / "tests/fuzz/README.md",
                     TOP / "tests/benchmark/README.md",
                     TOP / "schema/redis/README.md"]

QUOTE = re.compile(r"<!-- quote:(\S+)(?: (\S+))? -->$")
MARK = re.compile(r"\s*(?://|#) quote: (\S+)$")
LANGUAGES = {".txt": "cmake", ".cmake": "cmake", ".sh": "sh"}

failures = []


def fail(path, message):
    shown = path.relative_to(TOP) if TOP in path.parents else path
    failures.append(f"{shown}: {message}")


def region(text, name):
    """The lines between the marks of this name, without their indentation."""
    parts, part, indent = [], None, 0

    for line in text.splitlines():
        mark = MARK.match(line)
        if mark:
            if part:
                parts.append("\n".join(part))
            part = [] if mark[1] == name else None
            indent = len(line) - len(line.lstrip())
        elif part is not None:
            part.append(line[indent:])

    return "\n\n".join(parts)


def quotation(file, name):
    source = TOP / file
    if not source.is_file():
        return None

    text = source.read_text(encoding="utf-8")
    text = region(text, name) if name else "\n".join(
        line for line in text.splitlines() if not MARK.match(line))
    language = LANGUAGES.get(source.suffix, "cpp")
    return f"```{language}\n{text}\n```" if text else None


def with_quotations(path):
    """The document with what its markers name in its place."""
    lines, skipping = [], False

    for line in path.read_text(encoding="utf-8").splitlines():
        quote = QUOTE.match(line)
        if quote:
            skipping = quote[1] != "end"
            lines.append(line)
            if skipping:
                code = quotation(quote[1], quote[2])
                if code is None:
                    fail(path, f"nothing to quote: {line}")
                else:
                    lines.append(code)
        elif not skipping:
            lines.append(line)

    if skipping:
        fail(path, "a quotation does not end")
    return "\n".join(lines) + "\n"


def check_blocks(path):
    """Blocks of code that nobody compiles or runs."""
    before = ""
    inside = None

    for line in path.read_text(encoding="utf-8").splitlines():
        if inside is not None and line == "```":
            inside = None
        elif inside is not None:
            script = TOP / line.split()[0] if line.split() else TOP
            if inside == "sh" and not script.is_file():
                fail(path, f"neither quoted nor a script: {line}")
        elif line.startswith("```"):
            quoted = QUOTE.match(before)
            if quoted or line == "```text":
                inside = ""
            elif line == "```sh":
                inside = "sh"
            else:
                fail(path, f"a block of code that is no quotation: {line}")
                inside = ""
        before = line


def prose(path):
    """The document without its blocks of code."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)


def anchors(path):
    """The names that GitHub gives to headings."""
    headings = re.findall(r"^#+ (.*)$", prose(path), re.M)
    plain = [re.sub(r"[^\w\- ]", "", h.lower()) for h in headings]
    return {h.strip().replace(" ", "-") for h in plain}


def check_links(path, root=TOP):
    text = re.sub(r"`[^`\n]*`", "", prose(path))
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    links += re.findall(r"^\[[^]]+\]: (\S+)$", text, re.M)

    for link in links:
        if link.startswith("https://"):
            continue
        file, _, heading = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        if not target.exists() or root not in target.parents:
            fail(path, f"leads nowhere: {link}")
        elif heading and heading not in anchors(target):
            fail(path, f"no such heading: {link}")


def members(header, name):
    """The data members of a struct: declarations without parentheses."""
    text = (TOP / header).read_text(encoding="utf-8")
    body = re.search(rf"struct {name}\n  \{{\n(.*?)\n  \}};", text, re.S)[1]
    body = re.sub(r"^\s*//.*\n", "", body, flags=re.M)
    found = re.findall(r"^    \w[\w:<>&*, ()]*?[ *](\w+)(?: =| \{|;)", body, re.M)
    return [m for m in found if m != "const"]


def check_names():
    """Each member of these structs has a line in a table of this page."""
    tables = [
        ("odb_alkey/options.hxx", "options", "operations.md"),
        ("odb_alkey/health.hxx", "health", "operations.md"),
        ("odb_alkey/cache-options.hxx", "cache_options", "values.md"),
        ("odb_alkey/cache-options.hxx", "fetch_options", "values.md"),
    ]

    for header, name, page in tables:
        path = TOP / "odb_alkey/guide" / page
        text = path.read_text(encoding="utf-8")
        start = text.index(f"| `odb_alkey::{name}` |")
        rows = text[start:].split("\n\n")[0].splitlines()[2:]
        named = re.findall(r"`(\w+)`",
                           " ".join(row.split("|")[1] for row in rows))
        wanted = members(header, name)
        if len(wanted) < 3 or sorted(named) != sorted(wanted):
            fail(path, f"{name} has {sorted(wanted)}, "
                       f"its table {sorted(named)}")

    path = TOP / "README.md"
    text = path.read_text(encoding="utf-8")
    start = text.index("| `odb_alkey::options` |")
    rows = text[start:].split("\n\n")[0].splitlines()[2:]
    wanted = members("odb_alkey/options.hxx", "options")
    for row in rows:
        if row.split("`")[1] not in wanted:
            fail(path, f"no such option: {row}")

    # The environment is asked for these.
    header = (TOP / "odb_alkey/options.hxx").read_text(encoding="utf-8")
    path = TOP / "odb_alkey/guide/operations.md"
    text = path.read_text(encoding="utf-8")
    for variable in set(re.findall(r"REDIS_[A-Z_]+[A-Z]", header)):
        if f"`{variable}`" not in text:
            fail(path, f"{variable} is missing")


def check_headers():
    for path in DOCUMENTS[:len(SHOWN) + 2]:
        for header in re.findall(r"odb_alkey/[\w/-]+\.hxx", prose(path)):
            if not (TOP / header).is_file():
                fail(path, f"no such header: {header}")


def check_width():
    for line in (TOP / "README.md").read_text(encoding="utf-8").splitlines():
        if len(line) > 100 and not line.startswith("!["):
            fail(TOP / "README.md", f"longer than 100 columns: {line}")


def check_installed(prefix):
    """The same pages as here, whose links lead to what is installed."""
    root = next(prefix.glob("**/doc/**/README.md")).parent
    pages = [root / "README.md", *(root / "guide" / p.name for p in GUIDE)]

    for page in pages:
        if page.is_file():
            check_links(page, root)
        else:
            fail(page, "is not installed")


def check_sources():
    for path in SHOWN:
        text = with_quotations(path)
        if sys.argv[1:]:
            path.write_text(text, encoding="utf-8")
        elif text != path.read_text(encoding="utf-8"):
            fail(path, "quotes another text than the sources have: run "
                       "tests/package/documents.py --write")
        check_blocks(path)

    for path in DOCUMENTS:
        check_links(path)

    check_names()
    check_headers()
    check_width()


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "--installed":
        check_installed(pathlib.Path(sys.argv[2]).resolve())
    elif sys.argv[1:] in ([], ["--write"]):
        check_sources()
    else:
        sys.exit(__doc__)

    if failures:
        sys.exit("\n".join(failures))


main()
