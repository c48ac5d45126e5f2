"""Remake the three font files of papers from the npm package `@fontsource-variable/hanken-grotesk` 5.3.0.

    npm pack @fontsource-variable/hanken-grotesk@5.3.0 && tar xzf fontsource-variable-*.tgz
    .venv/bin/python koprogo/papers/fonts/rebuild.py package/files

The package has one variable font per part of the alphabet. The printer mixes up glyphs when two files share a family (Ł
and Š come out as other letters), so each weight becomes one plain font with Latin and extended Latin together.
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = (430, 600, 700)
"""Text, strong, title: the three weights of the visual direction."""
PARTS = ("latin", "latin-ext")


def rebuild(source: Path, target: Path) -> None:
    """Write `hanken-grotesk-<weight>.ttf` for each weight into `target`."""
    with tempfile.TemporaryDirectory() as folder:
        for weight in WEIGHTS:
            parts = [_instance(source, part, weight, Path(folder)) for part in PARTS]
            font = Merger().merge(parts)
            font["head"].created = font["head"].modified = TTFont(parts[0])["head"].modified
            font.recalcTimestamp = False
            font.save(target / f"hanken-grotesk-{weight}.ttf")


def _instance(source: Path, part: str, weight: int, folder: Path) -> str:
    variable = TTFont(source / f"hanken-grotesk-{part}-wght-normal.woff2", recalcTimestamp=False)
    font = instantiateVariableFont(variable, {"wght": weight})
    font.flavor = None
    path = folder / f"{part}-{weight}.ttf"
    font.save(path)
    return str(path)


if __name__ == "__main__":
    rebuild(Path(sys.argv[1]), Path(__file__).parent)
