"""`python -m training COMMAND`: everything that makes the two models, a command each; see training/README.md."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from training.pairs import Pair, licensed, measured, write

SEED = 20_261_122
GOLD = Path(__file__).parents[1] / "tests" / "gold" / "tuning"
LEXICON = Path(__file__).parents[1] / "factcheck" / "lexicon"


def make_data(arguments: argparse.Namespace) -> None:
    """Writes the public mix, the generated pairs and a manifest with the SHA-256 of both."""
    from training.generator.laws import LAWS, pair
    from training.generator.news import News, antonyms, generate, sentences

    out: Path = arguments.out
    public = []
    counts: dict[str, dict[str, int]] = {}
    for source, pairs in licensed(arguments.sets):
        public.extend(pairs)
        counts[source.name] = {"pairs": len(pairs), **Counter(each.label for each in pairs)}
    forbidden = measured(arguments.sets)
    generated: dict[str, Pair] = {}
    total = sum(weight for _, weight in LAWS.values())
    for law, (_, weight) in tqdm(LAWS.items(), desc="laws", mininterval=5):
        wanted, number, kept = round(arguments.pairs * 0.5 * weight / total), 0, 0
        while kept < wanted and number < 8 * wanted:
            made = pair(law, number, SEED)
            number += 1
            if made and made.digest not in generated and not forbidden.has(made.a) and not forbidden.has(made.b):
                generated[made.digest] = made
                kept += 1
    news = News(sentences(arguments.sets / "stories" / "ecbplus.jsonl"), antonyms(LEXICON / "antonyms.tsv"))
    missing = max(0, arguments.pairs - len(generated))
    stream = (made for made in generate(news, SEED) if made.digest not in generated)
    for made in tqdm(islice(stream, round(missing * 1.6)), desc="news", total=round(missing * 1.6), mininterval=5):
        if len(generated) >= arguments.pairs:
            break
        generated[made.digest] = made
    ordered = [made for _, made in sorted(generated.items())]
    counts["generated"] = {"pairs": len(ordered), **Counter(each.label for each in ordered)}
    manifest = {
        "seed": SEED,
        "public.jsonl": write(out / "public.jsonl", public),
        "generated.jsonl": write(out / "generated.jsonl", ordered),
        "counts": counts,
        "laws": dict(sorted(Counter(f"{each.source} {each.label}" for each in ordered).items())),
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    print(json.dumps(counts["generated"]))


def export_encoder(arguments: argparse.Namespace) -> None:
    """Exports the base model as the encoder."""
    from training.exporting import export_encoder as export
    from training.generator.news import sentences

    print(json.dumps(export(arguments.out, [each.text for each in sentences(arguments.news)][::60][:128])))


def train_judge(arguments: argparse.Namespace) -> None:
    """Trains the judge, or goes on with it, and says how it does on what was held out."""
    from training.judging import Recipe, score_held_out, train

    recipe = Recipe(tokens=arguments.tokens, rate=arguments.rate, generated_share=arguments.generated)
    train(
        arguments.run_folder,
        arguments.data,
        recipe,
        pairs=arguments.pairs,
        minutes=arguments.minutes,
        threads=arguments.threads,
        device=arguments.device,
        start=arguments.start,
    )
    for source, (pairs, right, f1) in score_held_out(arguments.run_folder, arguments.data).items():
        print(f"{source:36} {pairs:5} accuracy {right:.2f}  F1 of contradiction {f1:.2f}")


def export_judge(arguments: argparse.Namespace) -> None:
    """Exports the judge of a run's last checkpoint."""
    from training.exporting import export_judge as export
    from training.judging import held_out, load
    from training.pairs import read

    model, about = load(arguments.run_folder)
    kept = [(pair.a, pair.b) for pair in read(arguments.data / "public.jsonl") if held_out(pair)][:256]
    print(json.dumps(export(model, arguments.out, kept, about)))


def print_figures(arguments: argparse.Namespace) -> None:
    """Prints the table of a judge's figures."""
    from training.figures import table

    print(table(arguments.judge, arguments.sets, GOLD if GOLD.exists() else None, arguments.most))


def guess_one_sided(arguments: argparse.Namespace) -> None:
    """Prints how well one text of a pair alone tells its label, which should be little."""
    from training.onesided import table

    print(table(arguments.data))


def main(words: list[str]) -> None:
    """Runs one command."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(required=True)
    data = commands.add_parser("data", help="the pairs the judge learns from")
    data.add_argument("sets", type=Path, help="the folder with train/, pairs/ and stories/")
    data.add_argument("out", type=Path)
    data.add_argument("--pairs", type=int, default=320_000, help="how many are generated")
    data.set_defaults(run=make_data)
    encoder = commands.add_parser("encoder", help="all-MiniLM-L6-v2 as int8 ONNX")
    encoder.add_argument("news", type=Path, help="articles as JSON lines: their sentences check the outcome")
    encoder.add_argument("out", type=Path)
    encoder.set_defaults(run=export_encoder)
    judge = commands.add_parser("judge", help="train the judge; a run that was stopped goes on")
    judge.add_argument("data", type=Path, help="what `data` wrote")
    judge.add_argument("run_folder", type=Path, help="where checkpoints are")
    judge.add_argument("--pairs", type=int, help="stop after so many: the run that repeats")
    judge.add_argument("--minutes", type=float, help="stop after so many minutes")
    judge.add_argument("--threads", type=int, default=1)
    judge.add_argument("--device", default="cpu", help="cpu or cuda")
    judge.add_argument("--tokens", type=int, default=4096, help="tokens of a batch")
    judge.add_argument("--rate", type=float, default=1.5e-4, help="the highest learning rate")
    judge.add_argument("--generated", type=float, default=0.35, help="the share of generated pairs, 0 to 1")
    judge.add_argument(
        "--start", type=Path, help="the folder of a run, or of an exported judge, whose weights this one begins with"
    )
    judge.set_defaults(run=train_judge)
    export = commands.add_parser("export", help="the last checkpoint as int8 ONNX")
    export.add_argument("run_folder", type=Path)
    export.add_argument("data", type=Path)
    export.add_argument("out", type=Path)
    export.set_defaults(run=export_judge)
    figures = commands.add_parser("figures", help="precision, recall, best F1 and AP on every set that measures")
    figures.add_argument("judge", type=Path, help="what `export` wrote")
    figures.add_argument("sets", type=Path)
    figures.add_argument("--most", type=int, help="pairs of each set at most")
    figures.set_defaults(run=print_figures)
    onesided = commands.add_parser("onesided", help="how much one text alone gives away")
    onesided.add_argument("data", type=Path)
    onesided.set_defaults(run=guess_one_sided)
    arguments = parser.parse_args(words)
    if arguments.run is train_judge and not (arguments.pairs or arguments.minutes):
        parser.error("judge needs --pairs or --minutes")
    arguments.run(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
