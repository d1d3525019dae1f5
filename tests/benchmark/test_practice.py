"""How soon an answer is marked and judged on screen, and what it costs. Medians.

The mark, right or wrong where the browser can tell, waits for nobody; the words of the verdict come from the
server, after the answer has been written to the disk. They are also held against the least any Streamlit app
can do, in the same run.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page

from dermatome.study import sets
from dermatome.study.questions import quiz
from dermatome.study.records import Question, Wanted
from tests.benchmark.test_click import TEXT_RATIO, report
from tests.browser import INSIDE

if TYPE_CHECKING:
    from tests.benchmark.conftest import Traffic

pytestmark = [pytest.mark.benchmark, pytest.mark.e2e]

QUESTIONS = 20

# From the answer until its mark is painted, and until the verdict is.
ANSWERED = """
() => {
  const practice = document.querySelector(".pr");
  const told = window.told = {};
  const painted = (then) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then();
    channel.port2.postMessage(0);
  });
  const start = (event) => {
    window.removeEventListener("click", start, true);
    const started = event.timeStamp;
    const watcher = new MutationObserver(() => {
      if (practice.dataset.answered && !told.marking) {
        told.marking = true;
        painted(() => { told.marked = performance.now() - started; });
      }
      if (practice.dataset.judged === "yes") {
        watcher.disconnect();
        painted(() => { told.judged = performance.now() - started; });
      }
    });
    watcher.observe(practice, { attributes: true });
  };
  window.addEventListener("click", start, true);
}
"""


def settled(page: Page) -> None:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def answer(page: Page, question: Question) -> None:
    """Answer a question wrongly, with the mouse: then there is most to say and to draw."""
    if question.click:
        wrong = page.locator(f'.da-region:not([data-id="{question.root}"]):not([aria-disabled])')
        spots = (path.evaluate(INSIDE) for path in wrong.all())
        page.mouse.click(*next(spot for spot in spots if spot))
        return
    wrong = next(choice for choice in question.choices if choice not in question.answers)
    button = page.locator(f'.pr-choices button[data-id="{wrong}"]')
    button.scroll_into_view_if_needed()
    button.click()


@pytest.mark.parametrize("kind", ["click_territory", "name_territory", "muscle"])
def test_feedback_comes_in_time(
    page: Page,
    app_url: str,
    least_text: float,
    traffic: Traffic,
    capsys: pytest.CaptureFixture[str],
    kind: Any,
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    asked = quiz(Wanted(kinds=(kind,), schemes=("isncsci",)), QUESTIONS, seed=4)
    chosen = sets.make("", tuple(question.id for question in asked), seed=4)
    page.goto(f"{app_url}/practice?round={sets.encode(chosen)}&key=measured{kind.replace('_', '')}")
    marked, judged, costs = [], [], []
    for question in asked:
        page.locator(f'.pr[data-shown="{question.id} asked"] .da-stage:not([aria-busy])').wait_for(
            state="attached"
        )
        settled(page)
        page.evaluate(ANSWERED)
        traffic.total = 0
        answer(page, question)
        page.wait_for_function("() => window.told.judged && window.told.marked")
        settled(page)
        costs.append(traffic.total)
        told = page.evaluate("window.told")
        marked.append(told["marked"])
        judged.append(told["judged"])
        page.locator(".pr-next").click()
    mark, verdict = statistics.median(marked), statistics.median(judged)
    report(
        capsys,
        f"{kind}: wrong answer marked after {mark:.0f} ms, verdict after {verdict:.0f} ms "
        f"(worst {max(judged):.0f}; two buttons: {least_text:.0f}), {statistics.median(costs):.0f} bytes",
    )
    assert mark <= least_text, "the mark waits for nobody"
    assert verdict <= TEXT_RATIO * least_text
