#!/usr/bin/env python3
"""Checks that includes between the rooms of the library go down.

    rooms.py SOURCE_DIRECTORY

A room may include itself and those below it, and the headers in SHARED: these
define values and interfaces that all rooms have in common, and include nothing
but one another.
"""
import pathlib
import re
import sys

# From the top to the bottom. '' is the public API.
ROOMS = ["", "values", "keys", "detail", "changes", "sql", "tokens", "redis", "support"]

SHARED = {
    "cache-options.hxx",
    "exception.hxx",
    "health.hxx",
    "identifier.hxx",
    "key.hxx",
    "options.hxx",
    "stamped.hxx",
    "stats.hxx",
    "detail/class-registration.hxx",
    "detail/fetcher.hxx",
    "detail/identifier-view.hxx",
    "detail/literal.hxx",
    "detail/optional.hxx",
    "detail/parents.hxx",
    "detail/recorder.hxx",
    "detail/recycled.hxx",
    "detail/stamp.hxx",
    "detail/table-names.hxx",
    "detail/transaction-outcome.hxx",
}

# Installed, so that they may include one another and nothing else.
INSTALLED = {"", "detail"}

# Libraries that only these rooms may know.
ONLY = {"hiredis": {"redis"}, "openssl": {"redis"}, "odb": {"", "detail", "changes"}}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)


def room_of(path):
    """The room of a path below odb_alkey/."""
    first = path.split("/")[0] if "/" in path else ""
    return "" if first == "codecs" else first


def main():
    root = pathlib.Path(sys.argv[1]) / "odb_alkey"
    includes = {}

    for file in sorted(root.rglob("*.[ch]xx")):
        path = file.relative_to(root).as_posix()

        if not path.startswith("cmake/"):
            includes[path] = INCLUDE.findall(file.read_text(encoding="utf-8"))

    own = {p: [i[len("odb_alkey/"):] for i in found if i.startswith("odb_alkey/")]
           for p, found in includes.items()}
    wrong = [f"{p} is shared and includes {i}, which is not"
             for p in SHARED & set(own) for i in own[p] if i not in SHARED]
    wrong += [f"there is no {p}, which is named as shared" for p in SHARED - set(own)]

    for path, found in includes.items():
        room = room_of(path)

        if room not in ROOMS:
            wrong.append(f"{path}: {room}/ is no room: name it in tests/package/rooms.py")
            continue

        for i in own[path]:
            if i not in own:
                wrong.append(f"{path}: there is no {i}")
            elif ROOMS.index(room_of(i)) < ROOMS.index(room) and i not in SHARED:
                wrong.append(f"{path} includes {i}, which is above it")
            elif (room in INSTALLED and path.endswith(".hxx")
                  and room_of(i) not in INSTALLED):
                wrong.append(f"{path} is installed and includes {i}, which is not")

        for i in found:
            library = i.split("/")[0] if "/" in i else i.split(".")[0]

            if library in ONLY and room not in ONLY[library]:
                wrong.append(f"{path} includes {i}, which is for "
                             + ", ".join(sorted(r or "the root" for r in ONLY[library])))

    # The test would pass if the pattern above found nothing.
    if len(includes) < 100 or sum(len(i) for i in own.values()) < 300:
        wrong.append(f"only {len(includes)} files were found in {root}")

    print("\n".join(wrong) or f"{len(includes)} files: includes go down; "
          f"{len(SHARED)} headers are shared")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
