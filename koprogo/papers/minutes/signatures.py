"""The places to sign, printed: a drawn signature as a picture with its words, or a line in words, or an empty place."""

from collections.abc import Mapping

from markupsafe import Markup, escape

from koprogo.core.clock import legal_day
from koprogo.papers.minutes.facts import MinutesFacts, Signatory
from koprogo.papers.minutes.terms import SignatoryRole
from koprogo.papers.words import Words
from koprogo.rules.assemblies.strokes import HEIGHT, INK, PEN, WIDTH, Strokes

Line = tuple[str, str, str, Markup]
BUREAU = frozenset({SignatoryRole.CHAIR, SignatoryRole.SECRETARY})


def signatures(facts: MinutesFacts, w: Words, drawn: Mapping[str, Strokes]) -> dict[str, list[Line]]:
    """Return who signs: the bureau first, then the owners still present and the proxies; `drawn` by their hash."""
    return {
        "bureau": [_line(person, w, drawn) for person in facts.signatories if person.role in BUREAU],
        "owners": [_line(person, w, drawn) for person in facts.signatories if person.role not in BUREAU],
    }


def _line(person: Signatory, w: Words, drawn: Mapping[str, Strokes]) -> Line:
    role = w(f"role_{person.role}")
    if person.on_behalf_of:
        names = w.format.listed(person.on_behalf_of)
        role = (
            w("role_proxy_of", names=names) if person.role == "proxy" else w("role_on_behalf", role=role, names=names)
        )
    return person.name, ", ".join(person.lots) or "–", role, _signature(person, w, drawn)


def _signature(person: Signatory, w: Words, drawn: Mapping[str, Strokes]) -> Markup:
    if person.signed_at is None:
        return Markup("")
    day, time = w.format.day(legal_day(person.signed_at)), w.format.time(person.signed_at)
    said = Markup('<p class="small">{}</p>').format(w(f"signed_{person.how}", day=day, time=time))
    strokes = drawn.get(person.signature)
    return (picture(strokes, w("signature_alt", name=person.name)) if strokes else Markup("")) + said


def picture(strokes: Strokes, alt: str) -> Markup:
    """Draw strokes; the text says it to those who do not see it. Only whole numbers of ours go into the picture."""
    lines = "".join(f"M{' '.join(f'{across} {down}' for across, down in stroke)}" for stroke in strokes if stroke)
    return (
        Markup(f'<svg class="signature" viewBox="0 0 {WIDTH} {HEIGHT}" xmlns="http://www.w3.org/2000/svg"><title>')
        + escape(alt)
        + Markup(
            f'</title><path d="{lines}" fill="none" stroke="{INK}" stroke-width="{PEN}" stroke-linecap="round"'
            ' stroke-linejoin="round"/></svg>'
        )
    )
