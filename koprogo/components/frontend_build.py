"""What a build of the pages adds to Reflex's own: the words of each language, the language script, the service worker.

`KoproGoBuild` stands in `rxconfig.plugins`, so every compile (`reflex run`, `reflex export`, `koprogo run`) writes the
catalogues; nothing generated lives in the source tree.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reflex_base.plugins import Plugin

ASSETS = Path(__file__).resolve().parents[2] / "assets"
PUBLIC = Path("public")
KEPT = frozenset(
    {
        "/offline.html",
        "/tokens.css",
        "/koprogo.css",
        "/voting.css",
        "/manifest.webmanifest",
        "/icons/icon.svg",
        "/boot.js",
    }
)
"""Files without a hash in their name that a phone keeps as well."""


class KoproGoBuild(Plugin):
    """Writes /i18n/<language>.<hash>.json, /boot.js and /offline.html at compile, /sw.js after the build."""

    def get_static_assets(self, **context: Any) -> Sequence[tuple[Path, str | bytes]]:
        """Return the catalogues under hashed names, the script in the head that knows these names, and the offline page."""
        from koprogo.i18n.messages import browser_catalogues

        files = browser_catalogues()
        addresses = {name.split(".")[0]: f"/i18n/{name}" for name in files}
        return [
            *((PUBLIC / "i18n" / name, text) for name, text in files.items()),
            (PUBLIC / "boot.js", _filled("boot.template.js", "const CATALOGUES = {};", addresses)),
            (PUBLIC / "offline.html", _offline_page()),
        ]

    def post_build(self, **context: Any) -> None:
        """Write the service worker with the names of the built files; its version is the hash of what it keeps.

        Catalogues of earlier builds, which the workshop keeps, are left out.
        """
        from koprogo.i18n.messages import browser_catalogues

        static = Path(context["static_dir"])
        for old in {path.name for path in (static / "i18n").glob("*.json")} - set(browser_catalogues()):
            (static / "i18n" / old).unlink()
        names = sorted(f"/{path.relative_to(static).as_posix()}" for path in static.rglob("*") if path.is_file())
        shell = [name for name in names if _is_shell(name)]
        digests = (f"{name} {hashlib.sha256((static / name.lstrip('/')).read_bytes()).hexdigest()}" for name in shell)
        version = hashlib.sha256("\n".join(digests).encode()).hexdigest()[:12]
        worker = _with_kept(_filled("sw.template.js", 'const VERSION = "";', version))
        (static / "sw.js").write_text(_fill(worker, "const SHELL = [];", shell))


def _offline_page() -> str:
    """Return the page without a network: words, what is kept, what it shows; one file that needs nothing else but styles."""
    from koprogo.components.offline_words import offline_words

    page = _with_kept(_filled("offline.template.html", "const WORDS = {};", offline_words()))
    return _put(page, "/* offline.js */", (ASSETS / "js" / "offline.js").read_text())


def _with_kept(text: str) -> str:
    """Put assets/js/kept.js into a script that is no module and cannot import it."""
    plain = re.sub(r"^export ", "", (ASSETS / "js" / "kept.js").read_text(), flags=re.MULTILINE)
    return _put(text, "/* kept.js */", plain)


def _filled(template: str, place: str, value: Any) -> str:
    return _fill((ASSETS / "js" / template).read_text(), place, value)


def _fill(text: str, place: str, value: Any) -> str:
    """Put a value in the one place of a template that declares it empty."""
    name = place.partition("=")[0]
    return _put(text, place, f"{name}= {json.dumps(value, ensure_ascii=False)};")


def _put(text: str, place: str, content: str) -> str:
    """Put a text in the one place of a template that waits for it.

    Raises:
        RuntimeError: the template no longer has exactly one such place.
    """
    if text.count(place) != 1:
        raise RuntimeError(f"{place!r} is not in the template exactly once")
    return text.replace(place, content)


def _is_shell(name: str) -> bool:
    """Say whether a file belongs to what a phone keeps: hashed scripts and styles, words, fonts, the offline page."""
    if name.endswith((".gz", ".br", ".zst", ".map")):
        return False
    if name in KEPT:
        return True
    return name.startswith(("/assets/", "/i18n/")) or (name.startswith("/fonts/") and name.endswith(".woff2"))
