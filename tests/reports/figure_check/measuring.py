"""Measuring the figure check on invented drafts: found and missed errors by class, false alarms."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from dangvien.text import nfc
from reports.figure_check.checking import check
from reports.figure_check.findings import Checked, Finding, Klass
from reports.figure_check.reading import text_draft
from tests.reports.figure_check.corpus.drafts import TEMPLATES, every, true_draft


@dataclass
class Measured:
    """What came of so many drafts."""

    drafts: Counter[Klass] = field(default_factory=Counter)
    found: Counter[Klass] = field(default_factory=Counter)
    missed: list[tuple[Klass, str]] = field(default_factory=list)
    false: list[tuple[Klass, Klass, str, str]] = field(default_factory=list)
    """Class of the draft, class reported, what was said, of which sentence."""


def measured(rounds: int) -> Measured:
    """So many drafts of every wording, each with one planted error."""
    result = Measured()
    for draft in every(rounds):
        result.drafts[draft.klass] += 1
        checked = check(text_draft(draft.text))
        lines = [nfc(line) for line in draft.planted.split("\n") if line.strip()]
        inside = [finding for finding in checked.findings if _touches(checked, finding, lines)]
        if any(finding.klass is draft.klass for finding in inside):
            result.found[draft.klass] += 1
        else:
            result.missed.append((draft.klass, draft.planted))
        result.false += [
            (draft.klass, finding.klass, finding.sentence, finding.quote)
            for finding in checked.findings
            if finding not in inside
        ]
    return result


def _touches(checked: Checked, finding: Finding, lines: list[str]) -> bool:
    texts = [checked.draft.pieces[piece].text for piece, _, _ in finding.spans]
    return any(text in line or line in text for text in texts for line in lines)


def alarms(text: str) -> list[tuple[Klass, str, str]]:
    """What is reported of a draft."""
    return [(finding.klass, finding.sentence, finding.quote) for finding in check(text_draft(text)).findings]


def main(rounds: int = 20, drafts: int = 400) -> None:
    """Prints the table of docs/figure_check.md."""
    result = measured(rounds)
    false = Counter(klass for klass, *_ in result.false)
    print("| Class | Wordings | Drafts | Found | False alarms |\n|---|---|---|---|---|")
    for klass, made in TEMPLATES.items():
        print(f"| {klass} | {len(made)} | {result.drafts[klass]} | {result.found[klass]} | {false[klass]} |")
    told = [alarm for number in range(drafts) for alarm in alarms(true_draft(Random(f"true-{number}")))]
    print(f"| no error | | {drafts} | | {len(told)} |")
    for klass, planted in result.missed:
        print("MISSED", klass, planted[:200])
    for one in [*result.false, *told]:
        print("FALSE", *one)


if __name__ == "__main__":
    main()
