"""Several processes give what one gives, whatever happens to one of them."""

import os
import signal
import subprocess
import time

import pytest

from claimlint import parallel
from claimlint.discover import Source
from claimlint.finding import Notice
from claimlint.run import Checked

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

SOURCES = [Source(f"page{number:03}.md", f"/nowhere/page{number:03}.md") for number in range(70)]


def work(source):
    return Checked(source.path, None, (), (Notice(source.path, "info", "seen"),))


def results(work, count, sources=SOURCES, last=list, take_last=lambda value: None):
    return list(parallel.checked(sources, work, count, last, take_last))


@pytest.mark.parametrize("count", [1, 2, 5])
def test_results_come_in_order(count):
    assert results(work, count) == [work(source) for source in SOURCES]


def test_large_results_arrive_whole():
    def much(source):
        return Checked(source.path, None, (), (Notice(source.path, "info", "x" * 3_000_000),))

    assert results(much, 2, SOURCES[:5]) == [much(source) for source in SOURCES[:5]]


@pytest.mark.parametrize("bad", [(3,), (0, 1, 2), (69,), tuple(range(70))])
def test_a_file_that_kills_its_worker_costs_that_file(bad):
    def deadly(source):
        if int(source.path[4:7]) in bad:
            os.kill(os.getpid(), signal.SIGKILL)
        return work(source)

    for number, checked in enumerate(results(deadly, 2)):
        level = "error" if number in bad else "info"
        assert [notice.level for notice in checked.notices] == [level]
        assert checked.path == SOURCES[number].path


def test_every_worker_has_a_last_word():
    words = []
    results(work, 3, last=lambda: [os.getpid()], take_last=words.extend)
    assert len(set(words)) == 3
    assert os.getpid() not in words


def test_workers_are_gone_when_the_caller_stops_early():
    running = parallel.checked(SOURCES, work, 2, list, lambda value: None)
    next(running)
    running.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_small_inputs_and_standard_input_stay_in_one_process(tmp_path):
    page = tmp_path / "a.md"
    page.write_text("word " * 100)
    files = [Source(f"{n}", str(page)) for n in range(3)]
    assert parallel.workers(None, files) == 1
    assert parallel.workers(2, files) == 2
    assert parallel.workers(9, files) == 3
    assert parallel.workers(9, [*files, Source("<stdin>")]) == 1


@pytest.mark.parametrize("format", ["text", "json", "sarif", "html"])
def test_any_number_of_processes_reports_the_same(claimlint, put, format):
    for number in range(40):
        text = "Our zorb works.\n" if number % 7 == 0 else "We sell zorb.\n"
        put(f"page{number}.md", f"# Page {number}\n\n{text}")
    put("bad.md", b"\x00\x01")
    runs = [claimlint(".", "--jobs", jobs, "--format", format) for jobs in ("1", "2", "3")]
    assert [run.code for run in runs] == [2, 2, 2]
    assert runs[0].out == runs[1].out == runs[2].out
    assert runs[0].err == runs[1].err == runs[2].err


def test_an_interrupt_ends_all_processes(site, environment, arguments, put):
    for number in range(300):
        put(f"page{number}.md", "Our zorb works, and knees are knees. " * 2_000)
    running = subprocess.Popen(
        arguments("--jobs", "3", "."), cwd=site, env=environment, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    children = f"/proc/{running.pid}/task/{running.pid}/children"
    if not os.path.exists(children):
        running.kill()
        pytest.skip("this system does not tell of a process's children")
    workers = []
    for _ in range(600):
        time.sleep(0.1)
        with open(children) as file:
            workers = [int(pid) for pid in file.read().split()]
        if len(workers) == 3 or running.poll() is not None:
            break
    assert len(workers) == 3
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in said
    for pid in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
