"""How far a run has come: a bar on a terminal, a line for each step elsewhere."""

import sys

from tqdm import tqdm


class Progress:
    """Counts steps of `total` and tells each on stderr."""

    def __init__(self, total: int):
        self.bar: tqdm | None = tqdm(total=total, unit=" steps", file=sys.stderr) if sys.stderr.isatty() else None
        self.total, self.steps = total, 0

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def step(self, words: str) -> None:
        """One step is done; `words` say which."""
        self.steps += 1
        if self.bar is None:
            print(f"[{self.steps}/{self.total}] {words}", file=sys.stderr, flush=True)
        else:
            self.bar.set_postfix_str(words[:60], refresh=False)
            self.bar.update()

    def less(self, steps: int) -> None:
        """Fewer steps are left than thought."""
        self.total -= steps
        if self.bar is not None:
            self.bar.total = self.total
            self.bar.refresh()
