"""Reflex's settings, read from koprogo.settings.

The addresses of the live connection are built with the placeholder host `koprogo.invalid` and turned into "where this
page came from" after the build: Reflex otherwise fixes a port, and drops it on https, so a hall server on port 8000
stays mute.
"""

import re
from pathlib import Path
from typing import Any

import reflex as rx
from reflex_base.plugins import Plugin
from reflex_base.plugins.sitemap import SitemapPlugin

from koprogo.components.frontend_build import KoproGoBuild
from koprogo.settings import settings

PLACEHOLDER = "koprogo.invalid"
_ADDRESS = re.compile(r"""(["'`])(http|ws)://koprogo\.invalid(/[^"'`]*)\1""")
_REWRITTEN_HOSTS = re.compile(r"""\[(["'`])localhost\1,\1 ?0\.0\.0\.0\1,[^\]]*\]""")


class SameOrigin(Plugin):
    """Make the built pages talk to the host and port they were loaded from."""

    def post_build(self, **context: Any) -> None:
        """Rewrite the scripts before they are compressed.

        Raises:
            RuntimeError: Reflex builds its addresses differently; look at `getBackendURL` in its `state.js`.
        """
        addresses = lists = 0
        for script in Path(context["static_dir"]).rglob("*.js"):
            text = script.read_text()
            rewritten, found = _ADDRESS.subn(_same_origin, text)
            addresses += found
            rewritten, found = _REWRITTEN_HOSTS.subn("[]", rewritten)
            lists += found
            if rewritten != text:
                script.write_text(rewritten)
        if not addresses or lists != 1:
            raise RuntimeError(f"the addresses of the live connection were not found ({addresses}, {lists})")


def _same_origin(match: re.Match[str]) -> str:
    scheme, path = match[2], match[3]
    origin = "location.origin" if scheme == "http" else 'location.origin.replace("http","ws")'
    return f'({origin}+"{path}")'


config = rx.Config(
    app_name="koprogo",
    api_url=f"http://{PLACEHOLDER}",
    deploy_url=None,
    cors_allowed_origins=settings().origins,
    trusted_proxy_hops=settings().trusted_proxy_hops,
    # the default mode writes states, with the visitor's cookie in them, to disk
    state_manager_mode="redis" if settings().redis_url and settings().screen_state == "redis" else "memory",  # type: ignore[arg-type]
    redis_url=settings().redis_url or None,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    static_page_generation_timeout=600,
    frontend_compression_formats=["gzip"],
    plugins=[SameOrigin(), KoproGoBuild()],
    disable_plugins=[SitemapPlugin],
)
