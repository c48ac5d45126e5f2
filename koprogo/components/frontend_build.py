"""What a build of the pages adds to Reflex's own: the words of each language, the language script, the service worker.

`KoproGoBuild` stands in `rxconfig.plugins`, so every compile (`reflex run`, `reflex export`, `koprogo run`) writes the
catalogues; nothing generated lives in the source tree.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reflex_base.plugins import Plugin

ASSETS = Path(__file__).resolve().parents[2] / "assets"
PUBLIC = Path("public")


class KoproGoBuild(Plugin):
    """Writes /i18n/<language>.<hash>.json and /boot.js at compile, /sw.js after the build."""

    def get_static_assets(self, **context: Any) -> Sequence[tuple[Path, str | bytes]]:
        """Return the catalogues under hashed names, and the script in the head that knows these names."""
        from koprogo.i18n.messages import browser_catalogues

        files = browser_catalogues()
        addresses = {name.split(".")[0]: f"/i18n/{name}" for name in files}
        boot = (ASSETS / "js" / "boot.template.js").read_text()
        filled = boot.replace("const CATALOGUES = {};", f"const CATALOGUES = {json.dumps(addresses)};", 1)
        if filled == boot:
            raise RuntimeError("boot.template.js no longer says where the catalogues go")
        return [(PUBLIC / "i18n" / name, text) for name, text in files.items()] + [(PUBLIC / "boot.js", filled)]

    def post_build(self, **context: Any) -> None:
        """Write the service worker with the names of the built files; its version is the hash of those names."""
        static = Path(context["static_dir"])
        names = sorted(f"/{path.relative_to(static).as_posix()}" for path in static.rglob("*") if path.is_file())
        shell = [name for name in names if _is_shell(name)]
        version = hashlib.sha256("\n".join(shell).encode()).hexdigest()[:12]
        worker = (ASSETS / "js" / "sw.template.js").read_text()
        filled = worker.replace('const VERSION = "";', f'const VERSION = "{version}";', 1)
        filled = filled.replace("const SHELL = [];", f"const SHELL = {json.dumps(shell)};", 1)
        if filled.count(version) != 1 or shell[0] not in filled:
            raise RuntimeError("sw.template.js no longer says where the built files go")
        (static / "sw.js").write_text(filled)


def _is_shell(name: str) -> bool:
    """Say whether a file belongs to what a phone keeps: hashed scripts and styles, words, fonts, the offline page."""
    if name.endswith((".gz", ".br", ".zst", ".map")):
        return False
    if name in {"/offline.html", "/tokens.css", "/koprogo.css", "/manifest.webmanifest", "/icons/icon-192.png"}:
        return True
    return name.startswith(("/assets/", "/i18n/")) or (name.startswith("/fonts/") and name.endswith(".woff2"))
