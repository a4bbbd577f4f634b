"""The encoder and its heads: names, roles of an attribution, links to its cue, tone towards a mention,
position of one mention towards another."""

from collections.abc import Sequence
from pathlib import Path

import torch
from labels import NAMES, ROLES, TONES, bio, forbidden
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, LINK = 384, 64
HEAD = 32  # numbers of an attention head
SEEN = (3, 5)  # the layers that the small networks read on from: the fourth and the last
LAYERS = ((12, 1536),) * 6  # heads and inner width of each layer of the base encoder


class Drop(nn.Module):
    """Dropout whose masks are cut from one long draw: drawing each anew takes a tenth of the time on a processor."""

    def __init__(self, share: float = 0.1) -> None:
        super().__init__()
        self.share, self.drawn = share, torch.empty(0)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        if len(self.drawn) < 2 * x.numel():
            self.drawn = (torch.rand(max(1 << 22, 2 * x.numel())) >= self.share).to(torch.bfloat16) / (1 - self.share)
        at = int(torch.randint(len(self.drawn) - x.numel(), ()))
        return x * self.drawn[at : at + x.numel()].view(x.shape).to(x.dtype)


class Layer(nn.Module):
    """One transformer layer as in BERT (Devlin et al. 2019): norms behind the sums."""

    def __init__(self, width: int, heads: int, inner: int, head: int = HEAD, eps: float = 1e-12) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(width, 3 * heads * head), nn.Linear(heads * head, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=eps), nn.LayerNorm(width, eps=eps)
        self.drop = Drop()

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        # torch's own attention takes two fifths of a step on a processor, most of it going back
        weights = torch.softmax(q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5 + bias.to(q.dtype), -1)
        mixed = (weights.to(v.dtype) @ v).transpose(1, 2).reshape(batch, length, -1)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Reader(nn.Module):
    """Word pieces with shapes, quotation and breaks → scores of every head for every piece."""

    def __init__(self, layers: Sequence[tuple[int, int]] = LAYERS) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH)
        self.shapes, self.quoted, self.breaks = (nn.Embedding(n, WIDTH) for n in (7, 2, 3))
        for extra in (self.shapes, self.quoted, self.breaks):
            nn.init.normal_(extra.weight, std=0.01)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), Drop()
        self.layers = nn.ModuleList(Layer(WIDTH, heads, inner) for heads, inner in layers)
        self.names, self.roles = nn.Linear(WIDTH, bio(NAMES)), nn.Linear(WIDTH, bio(ROLES))
        self.asks, self.answers = nn.Linear(WIDTH, LINK), nn.Linear(WIDTH, LINK)
        self.tones = nn.Sequential(nn.Linear(WIDTH, 128), nn.GELU(), nn.Dropout(0.1), nn.Linear(128, len(TONES)))
        self.holders, self.targets = nn.Linear(WIDTH, 2 * LINK), nn.Linear(WIDTH, LINK)
        self.names_steps, self.roles_steps = (nn.Parameter(torch.zeros(bio(k), bio(k))) for k in (NAMES, ROLES))

    def encode(self, pieces: Tensor, shapes: Tensor, quoted: Tensor, breaks: Tensor) -> tuple[Tensor, Tensor]:
        """What the last layer sees, and what the layers of SEEN see side by side."""
        place = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.places(place) + self.shapes(shapes) + self.quoted(quoted) + self.breaks(breaks)
        x = self.drop(self.norm(x))
        bias = (pieces == 0)[:, None, None, :].to(x.dtype) * -1e4
        seen = []
        for number, layer in enumerate(self.layers):
            x = layer(x, bias)
            if number in SEEN:
                seen.append(x)
        return x, torch.cat(seen, -1)

    def forward(self, *given: Tensor) -> tuple[Tensor, ...]:
        x = self.encode(*given)[0]
        return (
            self.names(x),
            self.roles(x),
            self.asks(x),
            self.answers(x),
            self.tones(x),
            self.holders(x),
            self.targets(x),
        )

    def load_base(self, path: Path) -> None:
        """Weights of the base encoder (names as in BERT); the heads and added embeddings stay as initialised."""
        base = load_file(path)
        with torch.no_grad():
            self.words.weight.copy_(base["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(base["embeddings.position_embeddings.weight"])
            self.places.weight += base["embeddings.token_type_embeddings.weight"][0]
            self._copy(self.norm, base, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                at = f"encoder.layer.{i}."
                for part in ("weight", "bias"):
                    qkv = [base[f"{at}attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                    getattr(layer.qkv, part).copy_(torch.cat(qkv))
                self._copy(layer.out, base, at + "attention.output.dense")
                self._copy(layer.norm1, base, at + "attention.output.LayerNorm")
                self._copy(layer.up, base, at + "intermediate.dense")
                self._copy(layer.down, base, at + "output.dense")
                self._copy(layer.norm2, base, at + "output.LayerNorm")

    @staticmethod
    def _copy(module: nn.Module, base: dict[str, Tensor], name: str) -> None:
        module.weight.copy_(base[name + ".weight"])
        module.bias.copy_(base[name + ".bias"])


def blocked(kinds: tuple[str, ...]) -> tuple[Tensor, Tensor]:
    """Penalties for steps (before, after) and for starts that no BIO coding holds."""
    steps, starts = torch.zeros(bio(kinds), bio(kinds)), torch.zeros(bio(kinds))
    for before, after in forbidden(kinds):
        if before is None:
            starts[after] = -1e4
        else:
            steps[before, after] = -1e4
    return steps, starts


def sequence_loss(scores: Tensor, labels: Tensor, mask: Tensor, steps: Tensor, starts: Tensor) -> Tensor:
    """Mean negative log-likelihood a piece of a linear-chain CRF (Lafferty et al. 2001) over masked sequences."""
    scores = scores.float()
    gold = scores.gather(2, labels[..., None])[..., 0]
    moves = steps[labels[:, :-1], labels[:, 1:]]
    path = (gold * mask).sum(1) + (moves * mask[:, 1:]).sum(1) + starts[labels[:, 0]]
    alpha = scores[:, 0] + starts
    for t in range(1, scores.shape[1]):
        step = torch.logsumexp(alpha[:, :, None] + steps, 1) + scores[:, t]
        alpha = torch.where(mask[:, t, None], step, alpha)
    return (torch.logsumexp(alpha, 1) - path).sum() / mask.sum()


def best_path(scores: Tensor, steps: Tensor, starts: Tensor) -> list[int]:
    """The likeliest labels of one sequence (Viterbi)."""
    best, back = scores[0] + starts, []
    for row in scores[1:]:
        value, before = (best[:, None] + steps).max(0)
        best = value + row
        back.append(before)
    path = [int(best.argmax())]
    for before in reversed(back):
        path.append(int(before[path[-1]]))
    return path[::-1]
