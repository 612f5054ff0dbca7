"""`claimlint site [FOLDER]`: lint a built site; a sentence that many pages share is told once."""

from __future__ import annotations

from claimlint import parsing, run
from claimlint.commands import check, check_options
from claimlint.discover import discover
from claimlint.errors import UsageError
from claimlint.site import grouping, pages, source_map

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimlint.discover import Source
    from claimlint.documents.model import Document
    from claimlint.run import Checked, Plan

_ABOUT = f"""Lint the pages of a built site (without FOLDER: the one there is of
{", ".join(pages.FOLDERS)}). A finding that repeats on many pages, in navigation or
footers, is reported once, with the number of pages. With --sources or --source-map it is
reported in the file that it was written in."""


def parser() -> parsing.Parser:
    """Return the parser of this verb: that of `check`, and more."""
    result = check_options.parser()
    result.prog = "claimlint site"
    result.usage = "claimlint site [OPTIONS] [FOLDER]"
    result.description = _ABOUT
    result.epilog = None
    group = result.add_argument_group("site")
    group.add_argument(
        "--sources",
        action="append",
        default=[],
        metavar="PATH",
        help="content that the site is made from: findings are told there (repeatable)",
    )
    group.add_argument(
        "--source-map",
        action="append",
        default=[],
        metavar="PAGES=SOURCES",
        help="which page comes from which file: 'blog/*/index.html=content/blog/*.md' (repeatable)",
    )
    group.add_argument(
        "--pages",
        type=parsing.size,
        default=grouping.LISTED,
        metavar="N",
        help=f"how many pages of a repeated finding are named (default: {grouping.LISTED})",
    )
    return result


def main(argv: Sequence[str]) -> int:
    """Run this verb and return its exit code."""
    given = check.asked(argv, parser(), lambda named: [pages.folder(named)])
    if given.options.fix or given.options.diff:
        raise UsageError("a built site is not for fixing; fix the content that it is made from")
    mappings = [source_map.mapping(text) for text in given.options.source_map]
    content = discover(given.options.sources, given.settings)
    for notice in content.notices:
        if notice.level == "error":
            raise UsageError(f"--sources {notice.path}: {notice.message}")
        check.tell(notice, given.options.quiet)

    def prepared(sources: Sequence[Source], plan: Plan) -> grouping.Groups:
        folder = given.paths[0]
        found = pages.pages(sources)
        if not found and sources:
            raise UsageError(f"{folder} holds no pages ({', '.join(pages.EXTENSIONS)})")
        origins = grouping.Origins(content.sources, mappings, folder)

        def checked(source: Source) -> Checked:
            return run.check_one(source, plan)

        def loaded(source: Source) -> Document:
            return run.load(source, plan.settings)[0]

        return grouping.grouped(found, checked, loaded, origins, given.options.pages)

    return check.check(given, prepared)
