"""Folders, as section 12 of FORMAT.md says: checks a tree and restores what it lists. For format2_reader.py.

Nothing is written through a link: each entry is made in a directory that was opened, from the new folder on, name by name.
"""
import datetime, errno, os, re, shutil

from format2_json import Refused, parse_json, require, whole_number

LINE, PATH, TARGET, STRETCHES = 1 << 20, 16384, 4096, 4096
TIME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?Z")
CANNOT_HOLD = (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL, errno.EEXIST)
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class TreeRefused(Refused):
    """What is wrong in a tree: `about` is the field or the rule, `line` the number of the line, from 1."""

    def __init__(self, line, about, defect):
        super().__init__(f"line {line} of the tree: {about}: {defect}")
        self.line, self.about = line, about


def utf8(value, most):
    """The bytes of a text of at most that many; a text with U+0000 or a lone surrogate is refused."""
    require(isinstance(value, str) and "\0" not in value, "not text, or text with U+0000")
    try:
        encoded = value.encode()
    except UnicodeEncodeError:
        raise Refused("a lone surrogate") from None
    require(len(encoded) <= most, f"more than {most} bytes")
    return encoded


def check_path(fields, first):
    """The names of a path, in bytes; none for the folder itself."""
    path = utf8(fields.get("path"), PATH)
    require(first == (path == b""), "the first line is the folder, whose path is empty, and no other line is")
    names = path.split(b"/") if path else []
    require(not {b"", b".", b".."}.intersection(names), "a name that is empty, . or ..")
    return names


def check_time(fields):
    """Nanoseconds since 1970, or None."""
    if "mtime" not in fields:
        return None
    found = isinstance(fields["mtime"], str) and TIME.fullmatch(fields["mtime"])
    require(found, "not a time of the right form")
    try:
        since = datetime.datetime(*map(int, found.groups()[:6])) - datetime.datetime(1970, 1, 1)
    except ValueError:
        raise Refused("no time that there is") from None
    return (since.days * 86400 + since.seconds) * 10**9 + int((found[7] or "").ljust(9, "0"))


def check_mode(fields):
    """The rights for reading, writing and executing, or None."""
    if "mode" not in fields:
        return None
    require(isinstance(fields["mode"], str) and re.fullmatch("[0-7]{1,4}", fields["mode"]), "not 1 to 4 octal digits")
    return int(fields["mode"], 8) & 0o777


def check_type(fields, first):
    kind = fields.get("type")
    require(kind in (("dir",) if first else ("dir", "file", "link")), "not dir, file or link, or the folder is none")
    return kind


def check_target(fields):
    target = utf8(fields.get("target"), TARGET)
    require(target, "empty")
    return target


def check_data(fields):
    """What the stream has of a file: a list of (offset, length)."""
    size, end = fields["size"], -1
    if "data" not in fields:
        return [(0, size)] if size else []
    data = fields["data"]
    require(isinstance(data, list) and len(data) <= STRETCHES, f"not an array of at most {STRETCHES} stretches")
    for stretch in data:
        require(isinstance(stretch, list) and len(stretch) == 2 and all(type(number) is int for number in stretch), "a stretch is two whole numbers")
        require(end < stretch[0] and stretch[1] >= 1, "stretches ascend with a gap between, and none is empty")
        end = stretch[0] + stretch[1]
    require(end <= size, "a stretch beyond the size")
    return data


def check_tree(text, offset):
    """The entries of a tree, as dictionaries: names, type, mode, mtime; size and data of files; target of links."""
    number, about, entries, last, folders, stored = 1, "end", [], None, {()}, 0
    try:
        require(text, "no line")
        lines = text.split(b"\n")
        for number, line in enumerate(lines[:-1], 1):
            about = "JSON"
            require(len(line) <= LINE, "a line of more than 1 MiB")
            fields = parse_json(line, "a line")
            entry = {}
            for about, check in (("path", check_path), ("type", check_type)):
                entry[about] = check(fields, first=last is None)
            names = tuple(entry.pop("path"))
            about = "order"
            require(last is None or names > last, "not behind the entry before it")
            about = "parent"
            require(names[:-1] in folders, "the folder that it is in was not listed")
            for about, check in (("mtime", check_time), ("mode", check_mode)):
                entry[about] = check(fields)
            if entry["type"] == "file":
                about = "size"
                entry["size"] = whole_number(fields, "size", 0, 2**53 - 1)
                about = "data"
                entry["data"] = check_data(fields)
                about = "skip"
                entry["skip"] = whole_number(fields, "skip", 1, 2**53 - 1, default=1) if "skip" in fields else 0
                stored += entry["skip"] + sum(length for _, length in entry["data"])
            elif entry["type"] == "link":
                about = "target"
                entry["target"] = check_target(fields)
            else:
                folders.add(names)
            entries.append({"names": names, **entry})
            last = names
        about, number = "end", len(lines) - (lines[-1] == b"")
        require(lines[-1] == b"", "a last line without a line feed")
        require(stored <= offset, f"the files have {stored} bytes in the stream, and the tree begins at {offset}")
    except Refused as error:
        raise TreeRefused(number, about, error) from None
    return entries


class Stream:
    def __init__(self, chunks):
        self.chunks, self.rest = iter(chunks), b""

    def take(self, length):
        """The next bytes, in parts."""
        while length:
            self.rest = self.rest or memoryview(next(self.chunks))
            part, self.rest = self.rest[:length], self.rest[length:]
            length -= len(part)
            yield part


class Folder:
    """A new directory. Other than the last one, no directory in it is kept open."""

    def __init__(self, path):
        os.mkdir(path, 0o700)
        self.root = os.open(path, FOLDER)
        self.names, self.last = (), os.dup(self.root)

    def open(self, names):
        """A descriptor of a directory in it, to be used until the next call."""
        if names != self.names:
            reached = os.dup(self.root)
            for name in names:
                try:
                    below = os.open(name, FOLDER, dir_fd=reached)
                finally:
                    os.close(reached)
                reached = below
            os.close(self.last)
            self.names, self.last = names, reached
        return self.last

    def close(self):
        os.close(self.root)
        os.close(self.last)


def settle(opened, entry):
    """Gives a file or directory, of which this is a descriptor, its rights and its time."""
    if entry["mode"] is not None:
        os.fchmod(opened, entry["mode"])
    if entry["mtime"] is not None:
        os.utime(opened, ns=(entry["mtime"], entry["mtime"]))


def make(folder, entry):
    """Makes an entry; gives a file to write to where it is one."""
    within, name = folder.open(entry["names"][:-1]), entry["names"][-1]
    if entry["type"] == "file":
        return open(os.open(name, NEW_FILE, 0o666, dir_fd=within), "wb")
    if entry["type"] == "dir":
        os.mkdir(name, 0o777, dir_fd=within)
    else:
        os.symlink(entry["target"], name, dir_fd=within)
        if entry["mtime"] is not None:
            os.utime(name, ns=(entry["mtime"], entry["mtime"]), dir_fd=within, follow_symlinks=False)
    return None


def fill(folder, entries, stream):
    left_out, missing, umask = [], set(), os.umask(0o077)
    os.umask(umask)
    for entry in entries[1:]:
        file = None
        try:
            if entry["names"][:-1] in missing:
                raise OSError(errno.ENOENT, "its folder is left out")
            file = make(folder, entry)
        except OSError as error:
            if entry["names"][:-1] not in missing and error.errno not in CANNOT_HOLD:
                raise
            missing.add(entry["names"])
            left_out.append((b"/".join(entry["names"]).decode(), error.strerror))
        for _ in stream.take(entry.get("skip", 0)):
            pass
        for offset, length in entry.get("data", []):
            if file:
                file.seek(offset)
            for part in stream.take(length):
                if file:
                    file.write(part)
        if file:
            with file:
                file.truncate(entry["size"])
                settle(file.fileno(), entry)
    # Rights and times of directories come last, from the lowest up: what is made in them needs the one and changes the other.
    for entry in reversed(entries):
        if entry["type"] == "dir" and entry["names"] not in missing:
            default = None if entry["names"] else 0o777 & ~umask
            settle(folder.open(entry["names"]), {**entry, "mode": default if entry["mode"] is None else entry["mode"]})
    return left_out


def restore(entries, chunks, out):
    """Makes the folder of checked entries and of the stream's bytes; gives those that were left out, with the reason."""
    require(not os.path.lexists(out), f"{out} is there already")
    part = out + ".part"
    folder = Folder(part)
    try:
        left_out = fill(folder, entries, Stream(chunks))
        os.rename(part, out)
        return left_out
    except BaseException:
        shutil.rmtree(part)
        raise
    finally:
        folder.close()
