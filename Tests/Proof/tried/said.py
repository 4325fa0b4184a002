"""Figures beside those of docs/statistics.md."""

import sys


class Said:
    def __init__(self):
        self.compared = 0
        self.off = []

    def row(self, what, **figures):
        """One row: name=value, or name=(value, the page's figure, how far the two may be apart)."""
        cells = []
        for name, figure in figures.items():
            value, page, within = figure if isinstance(figure, tuple) else (figure, None, None)
            text = f"{name} {value:.4g}" if abs(value) < 1000 else f"{name} {value:.6f}"
            if page is not None:
                self.compared += 1
                if abs(value - page) > within:
                    self.off.append(f"{what}: {name} is {value:.5g}, the page has {page:.5g}")
                    text += f" (the page: {page:.5g})"
            cells.append(text)
        print(f"  {what}: " + ", ".join(cells), flush=True)

    def end(self):
        if self.off:
            sys.exit("\n" + "\n".join(self.off) + f"\n{len(self.off)} of {self.compared} figures are off")
        print(f"\nall {self.compared} figures that the page has are met")
