"""Pipes that close, disks that are full, streams that are not there, and signals."""

import json
import os
import signal
import subprocess
import time

import pytest


@pytest.fixture
def many(put):
    for number in range(300):
        put(f"p{number:03}.md", "Our zorb works and zorb works.\n\n" * 20)


@pytest.mark.parametrize("format", ["text", "json", "jsonl"])
def test_a_reader_that_goes_away(many, site, environment, arguments, format):
    with subprocess.Popen(
        arguments(".", "--format", format), cwd=site, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read().decode()
        code = process.wait(timeout=60)
    assert "Traceback" not in said
    assert "BrokenPipe" not in said
    assert code == 1


def test_the_other_report_is_written_when_a_reader_goes_away(many, site, environment, arguments):
    argv = arguments(".", "-f", "text", "-f", "json", "-o", "r.json")
    with subprocess.Popen(
        argv, cwd=site, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        process.stdout.read(10)
        process.stdout.close()
        process.wait(timeout=60)
    assert json.loads((site / "r.json").read_text())["summary"]["files"] == 300


@pytest.mark.parametrize("format", ["text", "json", "jsonl"])
def test_a_full_disk(claimlint, put, environment, site, arguments, format):
    put("a.md", "Our zorb works.\n")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            arguments("a.md", "--format", format), cwd=site, env=environment, stdout=full,
            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    said = done.stderr.decode()
    assert said.startswith("claimlint: error: cannot write to standard output: No space left")
    assert "Traceback" not in said
    assert "Exception" not in said


def shell(words, site, environment, arguments, redirections):
    """Run the command in a shell with some redirections."""
    line = " ".join(["exec", '"$@"', redirections])
    return subprocess.run(
        ["sh", "-c", line, "sh", *arguments(*words)], cwd=site, env=environment,
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip


def test_closed_streams(put, site, environment, arguments):
    put("a.md", "Our zorb works.\n")
    put("clean.md", "Nothing.\n")
    run = shell(["a.md"], site, environment, arguments, ">&-")
    assert run.returncode == 2
    assert b"standard output: it is closed" in run.stderr
    assert shell(["clean.md"], site, environment, arguments, ">&-").returncode == 0
    assert shell(["a.md", "-o", "x"], site, environment, arguments, ">&-").returncode == 1
    run = shell(["a.md"], site, environment, arguments, "2>&-")
    assert (run.returncode, run.stdout.split(b" ")[0]) == (1, b"a.md:1:5:")
    run = shell(["a.md", "-"], site, environment, arguments, "<&-")
    assert run.returncode == 2
    assert b"standard input is closed" in run.stderr
    assert run.stdout.startswith(b"a.md:1:5:")
    run = shell(["a.md"], site, environment, arguments, "<&- >&- 2>&-")
    assert run.returncode == 2
    assert (site / "a.md").read_text() == "Our zorb works.\n"


def test_a_full_error_stream_changes_nothing(put, site, environment, arguments):
    put("a.md", "Our zorb works.\n")
    run = shell(["a.md"], site, environment, arguments, "2>/dev/full")
    assert (run.returncode, run.stdout.split(b" ")[0]) == (1, b"a.md:1:5:")


def test_a_pipe_that_does_not_block(many, site, environment, arguments):
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with subprocess.Popen(
        arguments("."), cwd=site, env=environment, stdout=writer, stderr=subprocess.PIPE
    ) as process:
        os.close(writer)
        time.sleep(1)
        with open(reader, "rb") as file:
            data = file.read()
        said = process.stderr.read().decode()
        assert process.wait(timeout=60) == 1
    assert data.count(b"\n") == 300 * 40
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("number", "codes"), [(signal.SIGINT, (130,)), (signal.SIGTERM, (-signal.SIGTERM, 143))]
)
def test_signals_end_a_run(site, environment, arguments, number, codes):
    # Standard input that stays open: the run waits there, however fast the machine is.
    with subprocess.Popen(
        arguments("-", "--format", "json", "--output", "out.json"), cwd=site, env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        wait_until_reading(process)
        process.send_signal(number)
        code = process.wait(timeout=30)
        said = process.stderr.read().decode()
        assert process.stdout.read() == b""
    assert code in codes
    assert "Traceback" not in said
    if number == signal.SIGINT:
        assert said == "claimlint: interrupted\n"
    assert list(site.glob("*.tmp")) == list(site.glob("out*")) == []


def wait_until_reading(process):
    """Wait until a process sleeps in a read of its standard input."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with open(f"/proc/{process.pid}/syscall", encoding="ascii") as file:
                if file.read().split()[:2] == ["0", "0x0"]:
                    return
        except (OSError, ValueError):
            time.sleep(3)
            return
        time.sleep(0.05)
    raise AssertionError("the command does not read its standard input")


def test_findings_before_an_interruption_are_not_lost(site, environment, arguments, put):
    put("a.md", "Our zorb works.\n")
    with subprocess.Popen(
        arguments("a.md", "-", "--stdin-filename", "b.md", "--format", "text"), cwd=site,
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        wait_until_reading(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert process.stdout.read().startswith(b"a.md:1:5:")
