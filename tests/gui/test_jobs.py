"""Background work: order, results on the main thread, cancellation, failures."""

import gc
import threading
import time
import weakref
from functools import partial

import pytest

from app.jobs import SHOW_AFTER_MS, Job, Jobs
from app.messages import ProgressCard
from maps.errors import Cancelled


@pytest.fixture
def jobs(qtbot):
    made = Jobs()
    yield made
    made.stop()


def test_results_arrive_on_the_main_thread_in_order(jobs: Jobs, qtbot) -> None:
    seen: list[tuple[int, bool]] = []
    main = threading.current_thread()
    for number in range(5):
        jobs.run(
            "x",
            lambda progress, n=number: n,
            done=lambda n: seen.append((n, threading.current_thread() is main)),
        )
    with qtbot.waitSignal(jobs.idle, timeout=5000):
        pass
    assert seen == [(number, True) for number in range(5)]


def test_what_a_person_waits_for_passes_before_the_rest(jobs: Jobs, qtbot) -> None:
    seen: list[str] = []
    held = threading.Event()
    jobs.run("running", lambda progress: held.wait(5))
    for name in ("analysis 1", "analysis 2"):
        jobs.run(name, lambda progress, n=name: seen.append(n))
    jobs.run("open", lambda progress: seen.append("open"), first=True)
    held.set()
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)
    assert seen == ["open", "analysis 1", "analysis 2"]


def test_a_brief_read_is_made_before_the_analyses_and_within_one_that_gives_way(jobs: Jobs, qtbot) -> None:
    seen: list[str] = []
    held, go_on = threading.Event(), threading.Event()

    def analysis(progress) -> None:
        held.set()
        while not go_on.wait(0.02):
            progress(0.5)
        seen.append("analysis")

    jobs.run("analysis", analysis, gives_way=True)
    held.wait(5)
    for name in ("after 1", "after 2"):
        jobs.run(name, lambda progress, n=name: seen.append(n))
    jobs.run("read", lambda progress: seen.append("read"), brief=True)
    qtbot.waitUntil(lambda: seen == ["read"], timeout=5000)  # while the analysis is at work
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)
    assert seen == ["read", "analysis", "after 1", "after 2"]


def test_what_does_not_give_way_is_not_interrupted(jobs: Jobs, qtbot) -> None:
    seen: list[str] = []
    begun, held = threading.Event(), threading.Event()

    def importing(progress) -> None:
        begun.set()
        held.wait(5)
        time.sleep(0.1)
        progress(0.5)
        seen.append("import")

    jobs.run("import", importing)
    begun.wait(5)
    jobs.run("analysis", lambda progress: seen.append("analysis"))
    jobs.run("read", lambda progress: seen.append("read"), brief=True)
    held.set()
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)
    assert seen == ["import", "read", "analysis"]


def test_the_bar_tells_what_runs_and_never_what_waits(jobs: Jobs, qtbot) -> None:
    card, told = ProgressCard(), []
    qtbot.addWidget(card)
    jobs.shown.connect(card.watch)
    jobs.ended.connect(card.release)
    jobs.idle.connect(card.rest)
    jobs.shown.connect(lambda job: told.append(job.label))
    first, go_on = threading.Event(), threading.Event()

    def balance(progress) -> None:
        progress(0.4)
        while not go_on.wait(0.02):
            progress(0.6)

    def read(progress) -> None:
        first.wait(5)

    jobs.run("Equilibrio", balance, gives_way=True)
    jobs.run("Rischio", lambda progress: time.sleep(0.2))
    jobs.run("Nomi", lambda progress: None)  # too brief to be told
    qtbot.waitUntil(lambda: told == ["Equilibrio"], timeout=5000)
    jobs.run("Progetti", read, brief=True)
    qtbot.waitUntil(lambda: told[-1] == "Progetti", timeout=5000)
    first.set()
    qtbot.waitUntil(lambda: told[-1] == "Equilibrio", timeout=5000)
    assert card._text.text() == "Equilibrio" and card._bar.value() == 60 and not card.isHidden()
    go_on.set()
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)
    assert told == ["Equilibrio", "Progetti", "Equilibrio", "Rischio"] and card.isHidden()


def test_a_quiet_job_is_told_only_where_somebody_waits_behind_it(jobs: Jobs, qtbot) -> None:
    told: list[str] = []
    jobs.shown.connect(lambda job: told.append(job.label))
    go_on = threading.Event()
    jobs.run("Preparazione", lambda progress: go_on.wait(5), quiet=True)
    qtbot.wait(SHOW_AFTER_MS + 100)
    assert told == []
    jobs.run("Chi vede", lambda progress: None)
    qtbot.waitUntil(lambda: told == ["Preparazione"], timeout=5000)
    go_on.set()


def test_what_is_dropped_leaves_the_bar(jobs: Jobs, qtbot) -> None:
    card = ProgressCard()
    qtbot.addWidget(card)
    jobs.shown.connect(card.watch)
    jobs.ended.connect(card.release)
    jobs.run("lungo", _work_until_cancelled)
    qtbot.waitUntil(card.isVisible, timeout=5000)
    jobs.wait()
    assert not jobs.busy
    qtbot.waitUntil(card.isHidden, timeout=2000)


def test_every_job_runs_in_one_lasting_thread(jobs: Jobs, qtbot) -> None:
    threads: set[int] = set()
    for _ in range(3):
        jobs.run("x", lambda progress: threads.add(threading.get_ident()))
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)
    assert len(threads) == 1 and threading.get_ident() not in threads


def _work_until_cancelled(progress) -> None:
    for step in range(2000):
        time.sleep(0.005)
        progress(step / 2000)


def test_a_long_job_is_shown_and_can_be_stopped(jobs: Jobs, qtbot) -> None:
    done: list[object] = []
    with qtbot.waitSignal(jobs.shown, timeout=5000) as shown:
        job = jobs.run("lungo", _work_until_cancelled, done=done.append)
    assert shown.args == [job]
    with qtbot.waitSignal(jobs.ended, timeout=5000):
        job.cancel()
    assert done == [] and not jobs.busy


def test_the_same_key_replaces_the_job_before(jobs: Jobs, qtbot) -> None:
    done: list[str] = []
    first = jobs.run("a", _work_until_cancelled, key="k", done=lambda _r: done.append("first"))
    jobs.run("b", lambda progress: None, key="k", done=lambda _r: done.append("second"))
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)
    assert first.cancelled and done == ["second"]


def test_failures_go_to_who_asked_or_to_the_window(jobs: Jobs, qtbot) -> None:
    def broken(progress) -> None:
        raise ValueError("no")

    caught: list[Exception] = []
    with qtbot.waitSignal(jobs.failed, timeout=5000) as told:
        jobs.run("x", broken, failed=caught.append)
        jobs.run("x", broken)
    assert isinstance(caught[0], ValueError) and isinstance(told.args[1], ValueError)


def test_cancelled_work_raises_at_its_next_report(qtbot) -> None:
    job = Job("x")
    job.cancel()
    with pytest.raises(Cancelled):
        job.report(0.5)


def test_the_worker_ends_with_a_queue_that_nobody_stops(qapp: object) -> None:
    jobs = Jobs()
    thread = jobs._thread
    del jobs
    thread.join(timeout=5)
    assert not thread.is_alive()


class _Project:
    """Something that a job holds."""


def _give_up(project: _Project, progress) -> None:
    raise Cancelled


@pytest.mark.parametrize("cancelled", [True, False])
def test_work_that_did_not_end_keeps_nothing(jobs: Jobs, qtbot, cancelled: bool) -> None:
    """By count of references alone: nobody waits for the collector with a whole project in the hand."""
    gc.collect()
    gc.disable()
    try:
        project = _Project()
        alive = weakref.ref(project)
        job = jobs.run("x", partial(_give_up, project), failed=lambda error: None, key="x")
        if cancelled:
            job.cancel()
        del job, project
        qtbot.waitUntil(lambda: alive() is None, timeout=5000)
    finally:
        gc.enable()
