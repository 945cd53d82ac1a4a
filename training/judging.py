"""Training of the judge: batches of like length, bfloat16, a rate that falls to nothing at the end, resumable.

The end is a number of pairs (`--pairs`, the recipe that repeats) or of minutes (`--minutes`, for a machine that is lent).
Either way a run that was stopped goes on from its last checkpoint, with the pairs it had not seen.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import tokenizers
import torch
from torch.nn import functional
from tqdm import tqdm

from training.bert import Judge, base_folder, load_base
from training.exporting import MODEL, read_judge
from training.pairs import LABELS, Pair, cut, read

CLS, SEP, PAD = 101, 102, 0
MAX_TOKENS: Final = 112
"""Tokens of a pair while training; the longer text is cut first."""
HELD_OUT: Final = 64
"""One of so many pairs, by its hash, is not trained on and says how far the run is."""
CHECKPOINT: Final = "checkpoint.pt"
SECONDS_BETWEEN: Final = 180.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run is made of; two runs with one recipe and a number of pairs see the same batches.

    `start` is the SHA-256 of the checkpoint, or the exported judge, that the weights come from, empty for those of the base model.
    `rate` is the highest learning rate, `tokens` those of a batch with its padding, `generated_share` how many of the
    pairs come from the generator, from 0 to 1.
    """

    seed: int = 20_261_122
    rate: float = 1.5e-4
    decay: float = 0.01
    warm_up: int = 60
    tokens: int = 4096
    generated_share: float = 0.35
    smoothing: float = 0.02
    window: int = 4096
    start: str = ""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A pair as numbers: both texts without the marks around them, and the label's place."""

    a: npt.NDArray[np.uint16]
    b: npt.NDArray[np.uint16]
    label: int
    source: str

    @property
    def tokens(self) -> int:
        """Length of the pair as the network reads it."""
        return min(MAX_TOKENS, len(self.a) + len(self.b) + 3)


def encode(pairs: Sequence[Pair]) -> list[Encoded]:
    """Pairs as numbers, by the base model's tokenizer."""
    tokenizer = tokenizers.Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    texts = sorted({text for pair in pairs for text in (pair.a, pair.b)})
    ids = {
        text: np.asarray(known.ids, dtype=np.uint16)
        for start in range(0, len(texts), 10_000)
        for text, known in zip(
            texts[start : start + 10_000],
            tokenizer.encode_batch(texts[start : start + 10_000], add_special_tokens=False),
            strict=True,
        )
    }
    return [Encoded(ids[pair.a], ids[pair.b], LABELS.index(pair.label), pair.source) for pair in pairs]


def batch(
    pairs: Sequence[Encoded], swapped: Sequence[bool]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Words, sides, presence and labels of pairs, each in the order asked for."""
    longest = max(pair.tokens for pair in pairs)
    words, sides, present = np.zeros((3, len(pairs), longest), dtype=np.int64)
    for row, (pair, swap) in enumerate(zip(pairs, swapped, strict=True)):
        first, second = cut(*((pair.b, pair.a) if swap else (pair.a, pair.b)), MAX_TOKENS - 3)
        end = len(first) + len(second) + 3
        words[row, :end] = [CLS, *first, SEP, *second, SEP]
        sides[row, len(first) + 2 : end] = 1
        present[row, :end] = 1
    labels = torch.tensor([pair.label for pair in pairs])
    return torch.from_numpy(words), torch.from_numpy(sides), torch.from_numpy(present), labels


def batches(pairs: Sequence[Encoded], recipe: Recipe, epoch: int) -> Iterator[list[Encoded]]:
    """Every pair once, in batches of like length whose order is random, the same for one seed and pass."""
    shuffler = random.Random(f"{recipe.seed} {epoch}")
    order = list(range(len(pairs)))
    shuffler.shuffle(order)
    for start in range(0, len(order), recipe.window):
        window = sorted(order[start : start + recipe.window], key=lambda place: pairs[place].tokens)
        made: list[list[Encoded]] = []
        current: list[Encoded] = []
        for place in window:
            pair = pairs[place]
            if current and (len(current) + 1) * pair.tokens > recipe.tokens:
                made.append(current)
                current = []
            current.append(pair)
        made.append(current)
        shuffler.shuffle(made)
        yield from made


def mix(public: Sequence[Encoded], generated: Sequence[Encoded], recipe: Recipe, epoch: int) -> list[Encoded]:
    """What one pass reads: every public pair, and as many generated ones as their share asks for, others in each pass."""
    wanted = min(len(generated), round(len(public) * recipe.generated_share / (1 - recipe.generated_share)))
    start = wanted * epoch % max(1, len(generated))
    return [*public, *[*generated[start:], *generated[:start]][:wanted]]


@dataclass(slots=True)
class Progress:
    """Where a run is: passes, batches of this pass, and what it took."""

    epoch: int = 0
    step_in_epoch: int = 0
    steps: int = 0
    pairs: int = 0
    seconds: float = 0.0


def train(
    folder: Path,
    data: Path,
    recipe: Recipe,
    *,
    pairs: int | None,
    minutes: float | None,
    threads: int,
    device: str = "cpu",
    start: Path | None = None,
) -> None:
    """Trains, or goes on training, the judge of a run's folder; raises SystemExit where the data is another than before.

    `start` is the folder of a finished run, or of an exported judge, whose weights this one begins with: other data, from
    where that one ended.

    Seeds hold for one device: a graphics processor adds up in another order, and its run is alike but not the same.
    """
    if start is not None:
        origin = start / CHECKPOINT if (start / CHECKPOINT).exists() else start / MODEL
        recipe = replace(recipe, start=hashlib.sha256(origin.read_bytes()).hexdigest())
    torch.set_num_threads(threads)
    torch.manual_seed(recipe.seed)
    folder.mkdir(parents=True, exist_ok=True)
    manifest = hashlib.sha256((data / "manifest.json").read_bytes()).hexdigest()
    public = encode([pair for pair in read(data / "public.jsonl") if not held_out(pair)])
    generated = encode([pair for pair in read(data / "generated.jsonl") if not held_out(pair)])
    model = Judge()
    load_base(model.bert)
    if start is not None:
        model = load(start)[0] if origin.name == CHECKPOINT else read_judge(start)
        model.train()
    model.bert.words.weight.requires_grad = False
    model.to(device)
    optimizer = torch.optim.AdamW(
        [weight for weight in model.parameters() if weight.requires_grad],
        lr=recipe.rate,
        weight_decay=recipe.decay,
        fused=True,
    )
    progress = Progress()
    if (folder / CHECKPOINT).exists():
        stored = torch.load(folder / CHECKPOINT, weights_only=True, map_location=device)
        if stored["manifest"] != manifest or stored["recipe"] != asdict(recipe):
            raise SystemExit(f"{folder} holds a run of other data or another recipe: give another folder")
        model.load_state_dict(stored["model"])
        optimizer.load_state_dict(stored["optimizer"])
        progress = Progress(**stored["progress"])
    print(
        f"{len(public)} public and {len(generated)} generated pairs, from {progress.pairs} on, manifest {manifest[:12]}"
    )
    began, saved, before = time.monotonic(), time.monotonic(), progress.seconds
    losses: list[float] = []
    swaps = random.Random(recipe.seed + progress.steps)
    with tqdm(unit="pair", initial=progress.pairs, total=pairs, mininterval=20, smoothing=0.05) as bar:
        done = False
        while not done:
            now = mix(public, generated, recipe, progress.epoch)
            for number, chosen in enumerate(batches(now, recipe, progress.epoch)):
                if number < progress.step_in_epoch:
                    continue
                progress.seconds = before + time.monotonic() - began
                share = max(
                    progress.pairs / pairs if pairs else 0.0, progress.seconds / (60 * minutes) if minutes else 0.0
                )
                if share >= 1:
                    done = True
                    break
                for group in optimizer.param_groups:
                    group["lr"] = recipe.rate * _factor(share, progress.steps, recipe.warm_up)
                made = batch(chosen, [swaps.random() < 0.5 for _ in chosen])
                words, sides, present, labels = (tensor.to(device) for tensor in made)
                with torch.autocast(device, torch.bfloat16):
                    logits = model(words, sides, present)
                loss = functional.cross_entropy(logits.float(), labels, label_smoothing=recipe.smoothing)
                loss.backward()
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
                progress.steps += 1
                progress.step_in_epoch += 1
                progress.pairs += len(chosen)
                losses.append(loss.item())
                bar.update(len(chosen))
                bar.set_postfix(loss=f"{sum(losses[-100:]) / len(losses[-100:]):.3f}", share=f"{share:.3f}")
                if time.monotonic() - saved > SECONDS_BETWEEN:
                    _save(folder, model, optimizer, progress, recipe, manifest)
                    saved = time.monotonic()
            else:
                progress.epoch += 1
                progress.step_in_epoch = 0
    _save(folder, model, optimizer, progress, recipe, manifest)


def held_out(pair: Pair) -> bool:
    """Whether a pair is kept from training, so that a run can be judged on what it has not seen."""
    return int(pair.digest[:8], 16) % HELD_OUT == 0


def load(folder: Path) -> tuple[Judge, dict[str, Any]]:
    """The judge of a run's last checkpoint, and what is known of the run."""
    stored = torch.load(folder / CHECKPOINT, weights_only=True, map_location="cpu")
    model = Judge()
    model.load_state_dict(stored["model"])
    about = {name: stored[name] for name in ("recipe", "progress", "manifest")}
    return model.eval(), about


def score_held_out(folder: Path, data: Path, most: int = 200) -> dict[str, tuple[int, float, float]]:
    """Of each source: pairs, accuracy, and F1 of contradiction of the last checkpoint on what was held out."""
    model, _ = load(folder)
    kept = [pair for name in ("public", "generated") for pair in read(data / f"{name}.jsonl") if held_out(pair)]
    seen: Counter[str] = Counter()
    chosen = [pair for pair in kept if (seen.update([pair.source]) or seen[pair.source] <= most)]
    encoded = encode(chosen)
    answers: list[int] = []
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(encoded), 64):
            part = encoded[start : start + 64]
            both = [model(*batch(part, [swap] * len(part))[:3]).float().softmax(-1) for swap in (False, True)]
            answers.extend((both[0] + both[1]).argmax(-1).tolist())
    figures = {}
    for source in sorted(seen):
        pairs = [(pair.label, answer) for pair, answer in zip(encoded, answers, strict=True) if pair.source == source]
        right = sum(label == answer for label, answer in pairs) / len(pairs)
        hits = sum(label == answer == 1 for label, answer in pairs)
        said = sum((label == 1) + (answer == 1) for label, answer in pairs)
        figures[source] = (len(pairs), right, 2 * hits / said if said else math.nan)
    return figures


def _factor(share: float, steps: int, warm_up: int) -> float:
    return min(1.0, (steps + 1) / warm_up) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))


def _save(
    folder: Path, model: Judge, optimizer: torch.optim.Optimizer, progress: Progress, recipe: Recipe, manifest: str
) -> None:
    stored = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "progress": asdict(progress),
        "recipe": asdict(recipe),
        "manifest": manifest,
    }
    new = folder / f"{CHECKPOINT}.new"
    torch.save(stored, new)
    new.replace(folder / CHECKPOINT)
    (folder / "progress.json").write_text(json.dumps(asdict(progress)))
