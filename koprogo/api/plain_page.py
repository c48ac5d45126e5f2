"""Pages for people who have no sign-in: written by the server, without a script, readable on any phone.

Everything given is escaped; only what `Markup` wraps is ours.
"""

from fastapi.responses import HTMLResponse
from markupsafe import Markup

STYLE = Markup("""
:root{color-scheme:light dark;
 --ink:#151b21;
 --quiet:#434f5a;
 --ground:#f6f4ef;
 --paper:#fff;
 --line:#74828d;
 --main:#173f94;
 --on:#fff;
 --bad:#a43a14}
@media (prefers-color-scheme:dark){
:root{--ink:#eef2f5;
 --quiet:#b4bfc8;
 --ground:#11161b;
 --paper:#1a2128;
 --line:#8997a2;
 --main:#9db8ff;
 --on:#0d1526;
 --bad:#ff9d7a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.5 "Hanken Grotesk",system-ui,sans-serif}
main{max-width:40rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.75rem;line-height:1.2;margin:.5rem 0 1rem}
h2{font-size:1.2rem;margin:1.75rem 0 .5rem}
.quiet,.hint{color:var(--quiet)}
.panel{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1rem 0}
.wrong{border-left:4px solid var(--bad);padding-left:.75rem;color:var(--bad)}
label,legend{display:block;font-weight:600;margin-top:1rem}
.hint{display:block;font-weight:400}
input,select,textarea{width:100%;
 font:inherit;
 color:inherit;
 background:var(--paper);
 border:1px solid var(--line);
 border-radius:.375rem;
 padding:.6rem;
 min-height:2.75rem}
button,.button{display:inline-block;
 margin:1.25rem .75rem 0 0;
 font:inherit;
 font-weight:600;
 color:var(--on);
 background:var(--main);
 border:0;
 border-radius:.375rem;
 padding:.7rem 1.1rem;
 min-height:2.75rem;
 text-decoration:none;
 cursor:pointer}
.button.other{background:none;color:var(--main);border:1px solid var(--main)}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
a{color:var(--main)}
input[type=checkbox]{width:1.5rem;min-height:1.5rem;flex:none;margin:0}
.choice{display:flex;gap:.75rem;align-items:center;font-weight:400}
dt{color:var(--quiet)}
dd{margin:0 0 .6rem;font-weight:600;overflow-wrap:anywhere}
.address{overflow-wrap:anywhere}
.panel{white-space:pre-line}
.photos{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.75rem}
.photos img{display:block;width:100%;aspect-ratio:4/3;object-fit:cover;border-radius:.375rem;border:1px solid var(--line)}
.unseen{position:absolute;left:-200vw}
""")


def plain_page(language: str, title: str, *body: Markup, status: int = 200) -> HTMLResponse:
    """Return a whole page with one h1."""
    html = Markup(
        '<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<title>{title} – KoproGo</title><link rel="icon" href="/icons/icon.svg" type="image/svg+xml">'
        "<style>{style}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    ).format(language=language, title=title, style=STYLE, body=Markup("").join(body))
    return HTMLResponse(str(html), status)


def paragraph(words: str, looks: str = "") -> Markup:
    """Return a paragraph of plain words."""
    return Markup('<p class="{looks}">{words}</p>').format(looks=looks, words=words)


def press(words: str, *, to: str) -> Markup:
    """Return a button that posts to a path of ours; nothing that only looks at addresses ever presses it."""
    return Markup('<form method="post" action="{to}"><button type="submit">{words}</button></form>').format(
        to=to, words=words
    )


def link(words: str, *, to: str, looks: str = "button other") -> Markup:
    """Return a link to a path of ours."""
    return Markup('<a class="{looks}" href="{to}">{words}</a>').format(looks=looks, to=to, words=words)
