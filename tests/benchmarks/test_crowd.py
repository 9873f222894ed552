"""What the crowd's table says of what was waited for, and how a form is filled in."""

from __future__ import annotations

import httpx
import pytest

from benchmarks.crowd import EVERYTHING, percentile, results
from benchmarks.crowd.browser import Browser, Failed, Log, Page, Wait

FORM = """<form action="/out/" method="get"><input name="a" value="x"></form>
<form action="save/" method="post"><input name="a" value="1"><input type="checkbox" name="b" value="2" checked>
<select name="c"><option value=""></option><option value="7">Seven</option></select></form>
<a href="/file/"> Mở
kết quả</a>""".encode()


def test_a_form_is_sent_as_a_browser_sends_it():
    page = Page("http://localhost/list/", FORM)

    assert page.filled("a", {"a": "5", "c": "*"}, button={"save": "1"}) == (
        "http://localhost/list/save/",
        {"a": ["5"], "b": ["2"], "c": ["7"], "save": ["1"]},
    )
    assert page.link("Mở kết") == "http://localhost/file/"
    for missing in (lambda: page.filled("d", {}), lambda: page.link("Đóng")):
        with pytest.raises(LookupError):
            missing()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(500), "page: GET /: 500"),
        (httpx.Response(429, text="expected"), "page: GET /: 429"),
        (httpx.Response(200, text="something else"), "page: GET /: “expected” is not on the page http://localhost/"),
    ],
)
def test_what_was_not_expected_is_an_error_and_no_wait(answer, error):
    log = Log(counted=True)
    browser = Browser("http://localhost", 1, log)
    browser.client = httpx.Client(base_url="http://localhost", transport=httpx.MockTransport(lambda _: answer))

    with pytest.raises(Failed):
        browser.get("page", "/", says="expected")

    assert (log.errors, log.waits, log.answers[answer.status_code]) == ([error], [], 1)


def test_the_table_has_both_sides_of_every_wait_and_the_errors():
    assert percentile([3.0], 95) == 3.0
    assert percentile([float(n) for n in range(101)], 95) == 95.0
    ours = Log([Wait("report", 1.0), Wait("report", 3.0), Wait("PDF, from asking to having it", 9.0)])
    theirs = Log([Wait("report", 2.0)], ["report: 500"])

    everything, report, paper = results(50, ours, theirs, memory=260.0)

    assert everything.what.startswith(EVERYTHING)
    assert everything.ours == pytest.approx(2.9), "the wait for a PDF is made of waits that are counted already"
    assert everything.verdict == "missed", "more memory than a web process may hold"
    assert "1 errors" in everything.note
    assert report.other == 2.0
    assert report.ratio == pytest.approx(1.45)
    assert (paper.other, paper.ratio) == (None, None)
