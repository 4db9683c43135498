"""Runs a command on a pseudo-terminal, plays what a person does to the window meanwhile, and checks what is left on the screen.

terminal.py cutting|reflowing narrow|storm|tiny|notes|stop|interrupt|elsewhere COMMAND...

A "cutting" terminal (xterm, the console) cuts lines off when it is narrowed; a "reflowing" one (VTE, kitty, Windows Terminal) breaks
them anew, and its cursor stays at the letter that it was at.
"""
import fcntl, os, pty, re, select, shlex, struct, sys, termios, time
import pyte

ROWS, WIDE = 30, 110
BAR = re.compile("[━─]|of [0-9]+ piece|[0-9] [KM]iB")


class Cutting(pyte.HistoryScreen):
    def narrowed(self, columns):
        self.resize(ROWS, columns)
        self.cursor.x = min(self.cursor.x, columns - 1)


class Reflowing(pyte.HistoryScreen):
    """Breaks every line that is too long for a new width into rows, and keeps the cursor at its letter."""

    @staticmethod
    def broken(cells, columns):
        """The rows of a line, each with the column that it began at; the second cell of a wide letter, which is empty, begins none."""
        begin = 0
        while True:
            end = min(begin + columns, len(cells))
            if end < len(cells) and cells[end].data == "":
                end -= 1
            yield begin, cells[begin:end]
            if end >= len(cells):
                return
            begin = end

    def narrowed(self, columns):
        rows, at, (row, column) = [], None, (self.cursor.y, self.cursor.x)
        for y in range(ROWS):
            cells = [self.buffer[y][x] for x in range(self.columns)]
            used = max((x + 1 for x, cell in enumerate(cells) if cell.data not in (" ", "")), default=0)
            broken = list(self.broken(cells[:used], columns))
            if y == row:
                part = max(index for index, (begin, _) in enumerate(broken) if begin <= column)
                further, over = divmod(column - broken[part][0], columns)
                at = (len(rows) + part + further, over)
            rows += [letters for _, letters in broken]
        while len(rows) > ROWS and not rows[-1] and at[0] < len(rows) - 1:
            rows.pop()
        above = max(0, len(rows) - ROWS)
        self.gone = getattr(self, "gone", []) + ["".join(cell.data for cell in cells).rstrip() for cells in rows[:above]]
        self.resize(ROWS, columns)
        self.erase_in_display(2)
        for y, cells in enumerate(rows[above:]):
            for x, cell in enumerate(cells):
                self.buffer[y][x] = cell
        self.cursor.y, self.cursor.x = max(0, at[0] - above), at[1]


class Window:
    def __init__(self, kind, columns, command, elsewhere=False):
        self.screen = (Cutting if kind == "cutting" else Reflowing)(columns, ROWS, history=1000)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            if elsewhere:
                out = os.open("key", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                os.dup2(out, 1)
                os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
            os.execvp(command[0], command)
        self.size(columns)

    def size(self, columns):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))

    def resize(self, columns):
        # The window is drawn anew first; the program hears of it afterwards, by SIGWINCH.
        self.read(0)
        self.screen.narrowed(columns)
        self.size(columns)

    def read(self, wait):
        """Takes what there is; False at the end."""
        while select.select([self.fd], [], [], wait)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return False
            if not data:
                return False
            self.raw += data
            self.stream.feed(data)
            wait = 0
        return True

    def until(self, condition, what):
        end = time.monotonic() + 60
        while not condition():
            if not self.read(0.05) or time.monotonic() > end:
                sys.exit(f"never: {what}\n{self.text()}\n{self.raw[-2000:]!r}")

    def lines(self):
        above = ["".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in self.screen.history.top]
        return above + getattr(self.screen, "gone", []) + [line.rstrip() for line in self.screen.display]

    def text(self):
        return "\n".join(line for line in self.lines() if line)

    def bars(self):
        """The lines with something of a bar in them: its cells, or its numbers."""
        return [line for line in self.lines() if BAR.search(line)]

    def frames(self, more):
        seen = self.raw.count(b"\x1b[J") + self.raw.count(b"\x1b[2K") + more
        self.until(lambda: self.raw.count(b"\x1b[J") + self.raw.count(b"\x1b[2K") >= seen, f"{more} more frames")

    def end(self):
        while self.read(0.05):
            pass
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def main():
    kind, play, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    if play == "stop":
        # Only a shell can have a program stopped.
        with open("run", "w") as script:
            script.write("exec " + shlex.join(command) + "\n")
        command = ["bash", "--norc", "--noprofile", "-i"]
    window = Window(kind, 40 if play == "elsewhere" else WIDE, command, play == "elsewhere")
    expected = 0
    if play == "stop":
        os.write(window.fd, b"bash run\r")
    window.until(lambda: window.bars(), "a bar")
    if play in ("narrow", "tiny"):
        for columns in ((70, 41) if play == "narrow" else (12,)):
            window.resize(columns)
            window.frames(3)
            one_bar(window)
    elif play == "storm":
        for columns in (100, 60, 61, 33, 90, 20, 110, 45, 44, 43, 42, 80):
            window.resize(columns)
            window.frames(1)
        window.frames(2)
        one_bar(window)
    elif play == "notes":
        window.resize(30)
        window.frames(2)
    elif play == "stop":
        os.write(window.fd, b"\x1a")
        window.until(lambda: "Stopped" in window.text(), "the program is stopped")
        nothing_left(window)
        os.write(window.fd, b"fg\r")
        window.until(lambda: window.bars() or "#sx2." in window.text().replace("\n", ""), "the bar is back")
        window.until(lambda: "#sx2." in window.text().replace("\n", ""), "a key")
        os.write(window.fd, b"exit\r")
    elif play == "interrupt":
        window.resize(50)
        os.write(window.fd, b"\x03")
        expected = 130
    elif play == "elsewhere":
        window.frames(2)
        if any(len(line) >= 40 for line in window.bars()):
            sys.exit("a bar is wider than its terminal\n" + window.text())
    status = window.end()
    nothing_left(window)
    if status != expected:
        sys.exit(f"ended with {status}\n{window.text()}")
    if play not in ("interrupt", "elsewhere") and "#sx2." not in window.text().replace("\n", ""):
        sys.exit("the key is not there\n" + window.text())


def nothing_left(window):
    left = window.bars()
    if left:
        sys.exit("left on the screen:\n" + "\n".join(left) + "\n\nthe screen:\n" + window.text())
    if window.raw.rfind(b"\x1b[?25h") < window.raw.rfind(b"\x1b[?25l"):
        sys.exit("the cursor stays hidden")


def one_bar(window):
    bars = window.bars()
    if len(bars) > 1:
        sys.exit("more than one bar:\n" + "\n".join(bars))


main()
