"""Which strings of a data file, front matter or program are prose that a reader sees.

The key decides first (`title` is prose, `slug` is not), then the shape of the value. Doubtful
short tokens are left out, doubtful sentences are let in: an unread claim is the worse mistake.
"""

from __future__ import annotations

import re

_PROSE_WORDS = (
    " abstract about advice alt answer answers benefit benefits bio blurb body bullet bullets "
    "button callout caption claim claims comment comments content contents copy cta dek desc "
    "description details disclaimer disclaimers eyebrow excerpt fact facts faq faqs feature "
    "features feedback footnote header heading headings headline headlines hero highlight "
    "highlights hint hook info intro introduction kicker label lead lede legend line lines "
    "message mission motto note notes notice offer opening opinion outcome outcomes overview p "
    "para paragraph paragraphs pitch placeholder point points promise prose pullquote punchline "
    "q question questions quote quotes reason reasons remark result results review reviews "
    "sentence slogan snippet statement story strap strapline subcopy subhead subheader "
    "subheading subheadline sublabel subline subtext subtitle summary synopsis tagline takeaway "
    "takeaways teaser testimonial testimonials text tip tips title titles tldr tooltip usp value "
    "vision warning warnings why "
)
_OTHER_WORDS = (
    " action alias aliases anchor animation api asset assets audio author authors avatar "
    "background bg branch breakpoint build bundle canonical categories category charset checksum "
    "class classes classname cls cmd code color colors colour command component config "
    "coordinates css currency d date datetime dependencies dependency dimensions dir directory "
    "doi domain draft ease easing email encoding endpoint engine engines entry env event fax "
    "file filename files fill filter folder font fonts form format gradient handle hash height "
    "hex host hostname href hreflang icon icons id identifier ids image images img imgs import "
    "index input integrity ip isbn key keys keyword keywords lang language lastmod lat latitude "
    "layout lib license link links lng locale logo longitude main map margin maps markup method "
    "mime mode modified module namespace node offset option orcid order output package padding "
    "parent password path paths pattern permalink permission phone photo photos pmid position "
    "poster prefix preset price property props protocol published pubdate query radius redirect "
    "redirects ref regex region rel repository robots role route router schema script scripts "
    "secret selector sender sha shape shortcode size sizes sku slug slugs socials sort source "
    "sources src srcset status stroke style styles stylesheet suffix svg tags target "
    "taxonomies taxonomy tel telephone template theme thumb thumbnail time timezone token "
    "transition type types uid updated url urls user userid username uri uuid variable variant "
    "variants version video videos view viewbox viewport weight width xmlns zip "
)
_QUALIFIERS = " ar de en es fr html it ja jsx ko markdown md mdx pt raw ru zh "
# Under these a lower-case word with hyphens may be a word ("pain-free"), elsewhere it is a name.
_SHORT_TEXTS = " alt caption cta eyebrow heading headline label tagline text title "
_JOINED = ("alttext", "caption", "description", "heading", "headline", "imagealt", "title")
_KINDS = {
    "abstract": "description",
    "alt": "alt",
    "alttext": "alt",
    "desc": "description",
    "description": "description",
    "excerpt": "description",
    "imagealt": "alt",
    "summary": "description",
    "title": "title",
}
# Patterns are strings: `re` compiles one when it is first needed, and most runs need few of them.
_KEY_WORD = r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])"
_TAG = r"</?[a-zA-Z][^<>]*+>"
_LETTER = r"[^\W\d_]"
_ONE_TOKEN = r"[^\W_]+(?:[-'’&+/][^\W_]+)*[-.!?:;,…®™©)]*|[\"“‘'(]\S*"  # noqa: S105
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)+"
_ADDRESS = (
    r"(?i:(?:[a-z][a-z0-9+.-]{1,20}+:)?//|(?:mailto|tel|sms|data|javascript|blob|about|urn):"
    r"|\.{0,2}/|[#~@$][\w/-]|www\.|[\w.+-]++@[\w-]++\.)"
)
_FILE = (
    r"(?i:\S+\.(?:html?|php|aspx?|mdx?|[cm]?[jt]sx?|json|ya?ml|toml|css|s[ac]ss|less|png|jpe?g|gif"
    r"|svg|webp|avif|ico|mp[34]|webm|mov|pdf|docx?|xlsx?|csv|txt|xml|zip|woff2?|ttf|otf|vue|astro)"
    r"(?:[?#]\S*)?)"
)
_CODE = (
    r"=>|===|!==|&&|\|\||\bfunction\s*\(|\(\)\s*[;{]|^\s*(?:import|export|const|let|var|return"
    r"|SELECT|INSERT|UPDATE)\b[^.!?]*[;{=*]|^\s*[.#@]?[\w-]+\s*\{[^{}]*:"
    r"|[\w-]\s*:\s*[^;{}\n]+;\s*[\w-]+\s*:"
    r"|\d(?:px|rem|vw|vh|fr)\b|\b(?:rgba?|hsla?|calc|var|url|translate|linear-gradient)\("
)
_CODE_SIGNS = ("{", "=", ";", "|", "(", "px", "vw")
_SENTENCE_SIGN = r"[.!?…:][\"”’')\]*_]*\s*$|,\s|[.!?]\s+[A-Z“\"]|’"
_COMMON = (
    r"\b(?:a|an|and|are|as|at|be|by|can|for|from|has|have|in|is|it|its|may|more|no|not|of|on|or|our"
    r"|so|than|that|the|their|these|they|this|to|was|we|when|which|who|will|with|without|you|your)\b"
)
_PLAIN_WORD = r"[\"“‘'(*_]*[^\W\d_]+(?:[-'’][^\W\d_]+)*[\"”’')*_.,;:!?…®™%]*"
_STYLE_WORD = r".*[^\W_](?:[-:/_][\w\[(.]|\d)|[\[.]|\d"


def looks_like_prose(key: str, value: str) -> bool:
    """Tell whether `value`, found under the dotted `key`, is text that a reader sees.

    `key` may be empty where nothing is known; then only the value decides.
    """
    if not re.search(_LETTER, value):
        return False
    last = _last_word(key)
    value = (re.sub(_TAG, " ", value) if "<" in value else value).strip()
    if _is_listed(last, _PROSE_WORDS) or last.endswith(_JOINED):
        return _may_be_shown(last, value)
    if _is_listed(last, _OTHER_WORDS):
        return _is_sentence(value)
    return _is_phrase(value)


def is_prose_key(key: str) -> bool:
    """Tell whether a key names prose: even one word under it is read."""
    last = _last_word(key)
    return _is_listed(last, _PROSE_WORDS) or last.endswith(_JOINED)


def kind_of(key: str, other: str = "front-matter") -> str:
    """Return the block kind that a dotted key stands for; `other` where it names none."""
    words = key_words(key)
    if not words:
        return other
    if words[0] in ("og", "opengraph", "social", "twitter") and len(words) > 1:
        return "social"
    last = words[-1]
    for ending in _JOINED:
        if last.endswith(ending) and not last.startswith("sub"):
            last = ending
    return _KINDS.get(last, other)


def key_words(key: str) -> list[str]:
    """Return the lower-case words of the last named part of a dotted key.

    "hero.metaTitle" -> ["meta", "title"]; indexes ("items.0") and language or format suffixes
    ("body_html") are left out.
    """
    parts = [part for part in key.split(".") if part and not part.isdigit()]
    words = [word.lower() for word in re.findall(_KEY_WORD, parts[-1])] if parts else []
    while len(words) > 1 and _is_listed(words[-1], _QUALIFIERS):
        words.pop()
    return words


def _last_word(key: str) -> str:
    """Return the word of a key that decides; "class" of `className`."""
    words = key_words(key)
    for word in words:
        if word in ("class", "classes", "style", "styles"):
            return "class"
    return words[-1] if words else ""


def _is_listed(word: str, words: str) -> bool:
    """Tell whether a word stands in a list that is one string (nothing to build on import)."""
    return f" {word} " in words


def _may_be_shown(last: str, value: str) -> bool:
    """Tell whether a value under a prose key is text, and not an address or a file name."""
    if " " in value or "\n" in value:
        return not _is_code(value) or re.search(_COMMON, value) is not None
    if re.match(_ADDRESS, value) or re.fullmatch(_FILE, value):
        return False
    if "-" in value and re.fullmatch(_SLUG, value) and not _is_listed(last, _SHORT_TEXTS):
        return False
    return re.fullmatch(_ONE_TOKEN, value) is not None or not value.isascii()


def _is_code(value: str) -> bool:
    """Tell whether a value holds signs of a program or a style sheet."""
    if not any(sign in value for sign in _CODE_SIGNS):
        return False
    return re.search(_CODE, value[:2000]) is not None


def _is_phrase(value: str) -> bool:
    """Tell whether a value of which nothing is known reads like a phrase or a sentence."""
    words = value[:2000].split()[:40]
    if len(words) < 2:
        return False
    plain = sum(re.fullmatch(_PLAIN_WORD, word[:80]) is not None for word in words)
    if plain < 2 and not (value[0].isupper() and plain):
        return not value.isascii() and not _is_code(value)
    if _is_code(value) and not (plain > 8 and re.search(_COMMON, value)):
        return False
    if len(words) < 4 and re.match(_ADDRESS, value):
        return False
    if value == value.lower() and not re.search(_SENTENCE_SIGN, value):
        return _is_no_class_list(words) or not value.isascii()
    return plain * 2 >= len(words)


def _is_no_class_list(words: list[str]) -> bool:
    """Tell whether lower-case words are language: few with digits or colons, some common ones."""
    styled = sum(re.match(_STYLE_WORD, word[:80]) is not None for word in words)
    common = len(re.findall(_COMMON, " ".join(words)))
    return styled * 3 <= len(words) and common * 12 >= len(words)


def _is_sentence(value: str) -> bool:
    """Tell whether a value is a sentence beyond doubt, whatever its key says."""
    return (
        value.count(" ") >= 5
        and _is_phrase(value)
        and re.search(_COMMON, value) is not None
        and re.search(_SENTENCE_SIGN, value) is not None
    )
