"""The tokens of JavaScript and JSX, and which of their neighbours make a string visible text."""

from __future__ import annotations

import re

LEXEME = re.compile(
    r"\s++"
    r"|(?P<comment>//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?+)"
    r"|(?P<string>\"(?:[^\"\\\r\n]++|\\(?s:.))*+\"?+|'(?:[^'\\\r\n]++|\\(?s:.))*+'?+)"
    r"|(?P<word>[^\W\d][\w$]*+|\$[\w$]*+|[#@][^\W\d][\w$]*+)"
    r"|(?P<number>\d[\w.]*+)"
    r"|(?P<sign>=>|\?\?|\?\.|&&|\|\||[=!]==?|[<>]=|\.\.\.|(?s:.))"
)
REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\r\n]|\\.|\[(?:[^\]\\\r\n]|\\.)*+\])++/[a-z]*+")
TEMPLATE = re.compile(r"(?:[^`\\$]++|\\(?s:.)|\$(?!\{))*+")
ELEMENT = re.compile(r"<([^\W\d][\w$.:-]*+|\$[\w$.:-]*+)?+")
GENERIC = re.compile(r"<(?:[A-Z]\w*+\s*+(?:,|extends\b|=(?!>)|>\s*+\()|const\s)")
ATTRIBUTE = re.compile(
    r"\s++|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?+|//[^\r\n]*+"
    r"|(?P<end>/?>)"
    r"|(?P<name>[^\s=/>{\"'`<]++)?+(?:\s*+=\s*+)?+"
    r"(?:\"[^\"]*+\"|'[^']*+'|(?P<open>[{`]))?+"
)
END_TAG = re.compile(r"</\s*+([\w$.:-]*+)[^>]*+>?+")
TEXT = re.compile(r"[^<{]++")
COMMENT = re.compile(r"<!--(?:[^-]++|-(?!->))*+(?:-->)?+|<![^>]*+>?+")
SHOWN_STRING = re.compile(r"\{\s*+([\"'`])([^\\<>&{}$\"'`\r\n]*+)\1\s*+\}")
BLOCK_SIGN = re.compile(r"\{[#/:@](?:else|if|each|await|key|snippet|then|catch)\b[^{}]*+\}")
COLON = re.compile(r"\s*+:(?!:)")

OPENERS = {"}": "{", ")": "(", "]": "["}
VALUE_ENDS = (")", "]", "}", '"')
BEFORE_VALUE = (
    "return",
    "typeof",
    "case",
    "in",
    "of",
    "default",
    "else",
    "do",
    "yield",
    "await",
)
BEFORE_KEY = ("{", ",", ";", "(", "}", "", "const", "let", "var")
BEFORE_TEXT = ("return", "=>", "?", ":", "||", "&&", "??", "+", "[", "(", ",", "=", "default")
NEVER_TEXT = (
    "import",
    "from",
    "case",
    "typeof",
    "in",
    "throw",
    "===",
    "==",
    "!==",
    "!=",
    ".",
)
CLEARING = ("const", "let", "var", "return", "export", "import", "function", "class", "if")
NO_CALLEES = (
    "if",
    "while",
    "for",
    "switch",
    "return",
    "typeof",
    "catch",
    "of",
    "in",
    "default",
    "case",
    "else",
    "await",
    "yield",
)
SHOWING_CALLEES = ("t", "tr", "__", "_", "_e", "trans", "translate", "gettext", "raw")
SHOWING_TAGS = ("html", "md", "markdown", "mdx", "dedent", "t", "raw", "stripIndent", "outdent")
VOID = (
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
)


def is_word(text: str) -> bool:
    """Tell whether a token is a word or a number."""
    return text[:1].isalnum() or text[:1] in ("_", "$", "#", "@")


def raw_end(name: str) -> re.Pattern[str]:
    """Return the pattern of the end tag of `<script>` or `<style>`."""
    return re.compile(rf"(?i:</{name}\s*+>)")
