"""`--fix` and `--diff`: rewrites made in files, printed as a patch, or in standard input's text."""

from __future__ import annotations

from collections import namedtuple

from claimlint import run, streams
from claimlint.discover import extension_of
from claimlint.documents import decode, extract
from claimlint.errors import ClaimlintError, InputError, OutputError, UsageError
from claimlint.finding import Notice
from claimlint.rewrites.offer import Rewriter
from claimlint.rewrites.plan import fixed
from claimlint.sinks import STDOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimlint.discover import Source
    from claimlint.documents.model import Document
    from claimlint.finding import Finding
    from claimlint.run import Checked, Plan

Work = namedtuple("Work", "source data stat decoded")
Work.__doc__ = "A file that is being fixed: where, its bytes, what it was then, and its text."


class Fixer:
    """Fixes the files of a run, one after the other, and counts.

    unsafe: rewrites for review are made as well; diff: nothing is written, a patch is printed.
    """

    def __init__(self, plan: Plan, unsafe: bool, diff: bool) -> None:
        self._plan = plan
        self._levels = ("safe", "review") if unsafe else ("safe",)
        self._diff = diff
        self.findings = 0
        self.files = 0
        self.left = 0

    def fix(self, source: Source) -> Checked:
        """Fix a file and return what is left to be found in it; never raises for its faults."""
        try:
            return self._fix(source)
        except ClaimlintError as error:
            return run.Checked(source.path, None, (), (run.notice_of(error, source.path),))
        except (KeyboardInterrupt, BrokenPipeError):
            raise
        except Exception as error:
            if self._plan.debug:
                run.print_traceback()
            notice = Notice(source.path, "error", run.internal(error))
            return run.Checked(source.path, None, (), (notice,))

    def _fix(self, source: Source) -> Checked:
        work = self._read(source)
        format = dict(self._plan.settings.extensions).get(extension_of(source.path))
        document = extract(source.path, work.decoded.source, format)
        rewriter = Rewriter(self._plan.book, run.adjusted(source.path, self._plan)[0], format)
        checks: dict[str, Checked] = {}

        def findings_of(document: Document) -> Sequence[Finding]:
            checked = run.check_one(source, self._plan, (document, ()))
            checks[document.source] = checked
            if checked.document is None:
                raise InputError(checked.notices[0].message, source.path)
            return rewriter.reworded(document, checked.findings)

        outcome = fixed(document, findings_of, rewriter, self._levels, format)
        notices = [*work.decoded.notices, *document.notices, *outcome.notices]
        final = checks[outcome.document.source]
        if source.file or not self._diff:
            try:
                self._put(work, outcome.document.source)
            except OutputError as error:
                notices.append(run.notice_of(error, source.path))
                outcome = outcome._replace(document=document)
                final = checks[document.source]
        if outcome.document.source != document.source:
            self.files += 1
            self.findings += len(checks[document.source].findings) - len(final.findings)
        self.left += sum(bool(finding.rewrites) for finding in outcome.findings)
        return final._replace(
            document=outcome.document,
            findings=rewriter.reworded(outcome.document, final.findings),
            notices=(*notices, *final.notices),
        )

    def _read(self, source: Source) -> Work:
        from claimlint.rewrites import writing

        limit = self._plan.settings.max_bytes
        stat = writing.seen(source.file) if source.file else None
        data = run.read_file(source, limit) if source.file else run.read_stdin(limit)
        decoded = decode.read(data, source.path)
        run.refuse_report(decoded.source, source.path)
        return Work(source, data, stat, decoded)

    def _put(self, work: Work, after: str) -> None:
        """Write the new text, or print it, or the patch that leads to it."""
        path, before = work.source.path, work.decoded.source
        if self._diff:
            if after != before:
                streams.write_stdout(patch(path, before, after).encode(*_AS_IT_IS))
        elif not work.source.file:
            streams.write_stdout(decode.encode(after, work.decoded.encoding))
        elif after != before:
            if decode.encode(before, work.decoded.encoding) != work.data:
                raise OutputError("not fixed: its bytes are not valid in its encoding", path)
            from claimlint.rewrites import writing

            data = decode.encode(after, work.decoded.encoding)
            writing.replace(work.source.file, work.stat, data, path)

    def summary(self) -> str:
        """Return what was fixed as a line: `fixed 3 findings in 2 files`."""
        verb = "would fix" if self._diff else "fixed"
        more = ""
        if self.left:
            how = "by hand or with --unsafe-fixes" if len(self._levels) == 1 else "by hand"
            more = f"; {self.left} more can be reworded {how}"
        findings = "1 finding" if self.findings == 1 else f"{self.findings} findings"
        files = "1 file" if self.files == 1 else f"{self.files} files"
        return f"{verb} {findings} in {files}{more}"


_AS_IT_IS = ("utf-8", "surrogateescape")


def patch(path: str, before: str, after: str) -> str:
    """Return a unified patch from one text to another, line ends kept."""
    import difflib

    lines = difflib.unified_diff(_lines(before), _lines(after), f"a/{path}", f"b/{path}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    """Return the lines of a text, cut behind each line feed only, as patches are."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


class Rewording:
    """Adds rewrites to the findings of files, for reports that show them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._rewriters: dict[tuple[object, str | None], Rewriter] = {}

    def of(self, checked: Checked) -> Checked:
        """Return a file with its findings reworded; a bug of ours costs the rewrites only."""
        plan = self._plan
        if checked.document is None or not checked.findings:
            return checked
        options = run.adjusted(checked.path, plan)[0]
        format = dict(plan.settings.extensions).get(extension_of(checked.path))
        if (options, format) not in self._rewriters:
            self._rewriters[options, format] = Rewriter(plan.book, options, format)
        try:
            findings = self._rewriters[options, format].reworded(checked.document, checked.findings)
        except Exception as error:
            if plan.debug:
                run.print_traceback()
            notice = Notice(checked.path, "error", run.internal(error))
            return checked._replace(notices=(*checked.notices, notice))
        return checked._replace(findings=findings)


def beside(wanted: Sequence[tuple[str, str]], diff: bool) -> list[tuple[str, str]]:
    """Return the reports that do not go where a patch or a fixed text goes.

    The text report stays out; raises UsageError for any other.
    """
    for format, output in wanted:
        if output == STDOUT and format != "text":
            what = "patch" if diff else "fixed text"
            raise UsageError(f"--format {format} needs an --output: standard output has the {what}")
    return [(format, output) for format, output in wanted if output != STDOUT]
