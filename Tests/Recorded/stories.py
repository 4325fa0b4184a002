"""Reads stories: see lines/README.txt for how they are written."""

import dataclasses
import re

REAL = {"2009.csv", "2010.csv", "workbook.xlsx", "orders.csv"}


class Problem(Exception):
    pass


@dataclasses.dataclass
class Line:
    """A command line: what the shell runs, what it is given, and where."""
    command: str
    input: list = dataclasses.field(default_factory=list)
    columns: int = 0  # of the terminal; 0 without one
    colour: bool = False
    is_preparation: bool = False
    is_loose: bool = False


@dataclasses.dataclass
class Story:
    title: str
    lines: list = dataclasses.field(default_factory=list)

    @property
    def text(self):
        return "\n".join([self.title] + [part for line in self.lines for part in [line.command, *line.input]])

    def named(self, names):
        """Those of the names that stand in its lines."""
        return set(re.findall(r"[\w.-]+", self.text)) & set(names)

    @property
    def needs(self):
        return self.named(REAL)


def read(folder):
    """All stories of a folder, by file and line."""
    told = []
    for path in sorted(folder.glob("*.txt")):
        if path.name == "README.txt":
            continue
        story = None
        for number, line in enumerate(path.read_text().split("\n"), 1):
            place = f"{path.name}, line {number}"
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith(": "):
                story = Story(line[2:].strip())
                told.append(story)
            elif story is None:
                raise Problem(f"{place}: a story begins with ': ' and its title")
            elif line.startswith("  | ") or line.rstrip() == "  |":
                if not story.lines:
                    raise Problem(f"{place}: there is no command line for this input")
                story.lines[-1].input.append(line[4:])
            else:
                story.lines.append(command(line, place))
    titles = [story.title for story in told]
    for title in titles:
        if titles.count(title) > 1:
            raise Problem(f"two stories have the title '{title}'")
    return told


def command(line, place):
    out = Line(command=line)
    if marks := re.match(r"\[([\w ]+)\] ", line):
        out.command = line[marks.end():]
        for mark in marks[1].split():
            if mark.isdigit():
                out.columns = int(mark)
            elif mark == "colour":
                out.colour = True
            elif mark == "quietly":
                out.is_preparation = True
            elif mark == "loosely":
                out.is_loose = True
            else:
                raise Problem(f"{place}: there is no mark '{mark}'")
    return out
