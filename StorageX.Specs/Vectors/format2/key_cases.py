"""The vectors of keys: (name, what it shows, key, secret, locators). The secret is b"" where there is none.

The locators are None where the key is refused.
"""
from sx2 import base64url

FIRST = "https://a.example/i/8Fzk2.png"
SECOND = "https://b.example/i/Qm3.png"
SECRET = bytes(range(32))
TEXT = base64url(SECRET)


def written(locator):
    """A further locator as a key has it; no case here has white space beyond ASCII."""
    return "".join("%%%02X" % ord(c) if c in "+#% " else c for c in locator)


def key(*further, first=FIRST, secret=TEXT):
    """A key whose further locators are written already."""
    return f"{first}#sx2.{secret}" + "".join("+" + each for each in further)


def cases():
    def good(name, comment, *locators, first=FIRST, secret=SECRET):
        return name, comment, key(*map(written, locators), first=first, secret=base64url(secret)), secret, [first, *locators]

    def bad(name, comment, text):
        return name, comment, text, b"", None

    many = [f"https://h{number}.example/root.png" for number in range(1, 17)]
    yield "bare", "no secret", FIRST, b"", [FIRST]
    yield "bare-with-plus", "a plus means nothing without a secret", f"{FIRST}+{SECOND}", b"", [f"{FIRST}+{SECOND}"]
    yield good("private", "")
    yield good("further", "", SECOND)
    yield good("further-public", "the secret is empty", SECOND, secret=b"")
    yield good("further-15", "the most", *many[:15])
    yield good("further-plus", "", "https://b.example/a+b.png")
    yield good("further-hash", "", "https://b.example/#/i/1")
    yield good("further-percent", "", "https://b.example/a%20b.png")
    yield good("further-space", "", "file:///tmp/a b.png")
    yield good("further-all", "", "x + y # z % 2B", SECOND)
    yield good("further-not-ascii", "stands as it is", "https://b.example/ä€😀.png")
    yield good("further-of-an-adapter", "no URL", "8Fzk2")
    yield good("further-8192", "the longest, each character of it written as three", "+" * 8192)
    yield good("further-like-the-first", "other text once it is read", "https://a.example/a%2Bb.png", first="https://a.example/a+b.png")
    yield good("first-with-plus", "the first locator stands as it is", SECOND, first="https://a.example/a+b%2Bc.png")
    yield good("first-with-hash", "the last # counts", SECOND, first="https://a.example/#/i/1")

    yield bad("secret-empty", "and no further locator", key(secret=""))
    yield bad("secret-short", "", key(SECOND, secret=TEXT[:-1]))
    yield bad("secret-padded", "", key(SECOND, secret=TEXT + "="))
    yield bad("secret-not-canonical", "", key(SECOND, secret=TEXT[:-1] + chr(ord(TEXT[-1]) + 1)))
    yield bad("secret-twice", "", key(SECOND) + f"#sx2.{TEXT}")
    yield bad("format-3", "", key(SECOND).replace("#sx2.", "#sx3."))
    yield bad("first-empty", "", key(SECOND, first=""))
    yield bad("further-empty", "", key(""))
    yield bad("further-empty-public", "", key("", secret=""))
    yield bad("further-empty-before-another", "", key("", SECOND))
    yield bad("further-empty-after-another", "", key(SECOND, ""))
    yield bad("further-16", "one too many", key(*many))
    yield bad("further-the-first", "twice the same", key(FIRST))
    yield bad("further-twice", "", key(SECOND, many[0], SECOND))
    yield bad("further-the-first-encoded", "twice the same, once it is read", key("https://a.example/a%2Bb", first="https://a.example/a+b"))
    yield bad("further-lower-case", "hexadecimal digits in lower case", key("https://b.example/a%2bb.png"))
    yield bad("further-needless", "% and digits where a letter stands for itself", key("https://b.example/%41.png"))
    yield bad("further-needless-not-ascii", "", key("https://b.example/%C3%A4.png"))
    yield bad("further-not-utf-8", "", key("https://b.example/%FF.png"))
    yield bad("further-percent-alone", "", key("https://b.example/100%"))
    yield bad("further-percent-cut", "", key("https://b.example/a%2"))
    yield bad("further-percent-no-digits", "", key("https://b.example/a%zz"))
    yield bad("further-space-as-it-is", "", key("file:///tmp/a b.png"))
    yield bad("further-space-at-end", "no locator ends in white space", key("file:///tmp/a%20"))
    yield bad("further-control", "no locator has a control character", key("file:///tmp/a%0Ab.png"))
    yield bad("further-8193", "", key("a" * 8193))
    yield bad("further-with-secret", "no locator ends in a secret", key(f"{SECOND}%23sx2.{TEXT}"))
