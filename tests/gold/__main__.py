"""`python -m tests.gold`: the figures of the gold set, and the floors that the gate holds them to.

python -m tests.gold                     print the tables of both parts, by the rules alone and with the judge
python -m tests.gold --errors tuning     print what is wrong in the part that may be read
python -m tests.gold --stories           print what is found in whole stories instead
python -m tests.gold --update            raise the floors to the figures; stops where one would fall
python -m tests.gold --update --lower    let floors fall as well: say why in the commit
"""

from __future__ import annotations

import argparse
import sys

from factcheck.checker import Checker
from factcheck.learned.loading import SHIPPED
from tests.gold import PARTS, WAYS, fingerprint, pairs
from tests.gold.figures import Judged, figures, judge, reliability, table
from tests.gold.floors import FLOORS, floors, written
from tests.gold.telling import stories, summary, tell


def main() -> int:
    """Print, and write the floors where asked to; 1 where a floor would fall without leave."""
    asked = argparse.ArgumentParser(
        prog="python -m tests.gold", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--update", action="store_true", help="write the floors")
    asked.add_argument("--lower", action="store_true", help="with --update: floors may fall")
    asked.add_argument("--errors", choices=["tuning"], help="print the pairs of this part that are judged wrongly")
    asked.add_argument(
        "--way", choices=WAYS, default="rules", help="with --errors: by the rules alone, or with the judge"
    )
    asked.add_argument("--stories", action="store_true", help="print what is found in whole stories instead")
    options = asked.parse_args()
    ways = {"rules": Checker.load(), "advised": Checker.load(judge=SHIPPED / "judge")}
    if options.stories:
        for part in PARTS:
            for way, checker in ways.items():
                print(f"{part}, {way}: {summary(tell(checker, stories(part)))}")
        return 0
    judged = {part: {way: judge(checker, pairs(part)) for way, checker in ways.items()} for part in PARTS}
    for part in PARTS:
        for way, verdicts in judged[part].items():
            print(f"\n{part}, {way}: {len(verdicts)} pairs\n\n{table(verdicts)}\n\n{reliability(verdicts)}")
    if options.errors:
        wrong = judged[options.errors][options.way]
        print("\n".join(_error(each) for each in wrong if each.finding.relation not in each.pair.relations))
    if not options.update:
        return 0
    now = {part: {way: figures(verdicts) for way, verdicts in judged[part].items()} for part in PARTS}
    fallen = [
        f"{part}.{way}.{name}: {floor} -> {now[part][way].get(name, 0.0)}"
        for part in PARTS
        for way in WAYS
        for name, floor in floors()[part][way].items()
        if now[part][way].get(name, 0.0) < floor
    ]
    if fallen and not options.lower:
        print("\nnot written, these would fall (--lower allows it):\n" + "\n".join(fallen), file=sys.stderr)
        return 1
    FLOORS.write_text(written(now, {part: fingerprint(part) for part in PARTS}), encoding="utf-8")
    return 0


def _error(each: Judged) -> str:
    found, pair = each.finding, each.pair
    kinds = "/".join(pair.kinds)
    return (
        f"[{pair.topic}: {pair.relations[0]} {kinds} -> {found.relation} {found.kind or ''} {found.confidence}] {pair.name}\n"
        f"   A: {pair.a}\n   B: {pair.b}\n   {found.explanation}"
    )


if __name__ == "__main__":
    sys.exit(main())
