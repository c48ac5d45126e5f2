"""The form for problems behind the code in the hall, and an occupant's own page: without a sign-in and without a script.

The form tells the name of the association and nothing about anybody. What is sent is bounded, escaped where it is shown, and
an address may not send endlessly. The link to one's own page is shown once, after the report.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup
from starlette.datastructures import UploadFile

from koprogo import urls
from koprogo.api.errors import reader_language
from koprogo.api.files import kept_file
from koprogo.api.plain_page import link, paragraph, plain_page
from koprogo.core.clock import legal_day, now
from koprogo.core.errors import BadInput, KoproError, NotFound, Refused
from koprogo.i18n import format as formats
from koprogo.i18n.messages import message
from koprogo.i18n.ticket_words import WORDS
from koprogo.rules.works.tickets import Category, Place, Step, Urgency
from koprogo.security.origin import client_address
from koprogo.security.pace import Pace
from koprogo.services.works import occupants, photos, posted_form, tickets
from koprogo.services.works.occupants import Contact, OwnReport
from koprogo.services.works.posted_form import OpenForm
from koprogo.settings import settings

LOOKS = Pace(most=60, seconds=60.0)
PICTURES = Pace(most=300, seconds=60.0)
WRITES = Pace(most=6, seconds=600.0)
"""A household reports a few; a building is often one address."""
Answers = Mapping[str, str]

router = APIRouter(include_in_schema=False)


@router.get("/p/{code}")
async def look(request: Request, code: str) -> Response:
    """Show the form."""
    language = reader_language(request)
    try:
        form = await _form(request, code)
    except KoproError:
        return _closed(language)
    return _form_page(language, code, form, {"urgency": Urgency.NORMAL}, ())


@router.post("/p/{code}")
async def send(request: Request, code: str) -> Response:
    """Keep a report with its photos and show the link to its page; or the form again with what is to be corrected."""
    language = reader_language(request)
    try:
        form = await _form(request, code)
    except KoproError:
        return _closed(language)
    answers, pictures = await _sent(request)
    if not WRITES.allows(client_address(request.scope)):
        return _form_page(language, code, form, answers, [_wait(language)])
    try:
        sent = await occupants.report(
            code,
            answers=tickets.Answers(
                category=answers.get("category", ""),
                urgency=answers.get("urgency", ""),
                place=answers.get("place", ""),
                words=answers.get("words", ""),
                place_words=answers.get("place_words", ""),
            ),
            contact=Contact(answers.get("name", ""), answers.get("email", ""), answers.get("phone", ""), language),
            pictures=pictures,
            keep_place=bool(answers.get("keep_place")),
            at=now(),
        )
    except BadInput as wrong:
        return _form_page(language, code, form, answers, _said(wrong, language))
    except Refused as refusal:
        return _form_page(language, code, form, answers, [message(refusal.message_id, language, **refusal.facts())])
    except KoproError:
        return _closed(language)
    return _thanks(language, sent)


@router.get("/r/{code}")
async def own(request: Request, code: str) -> Response:
    """Show an occupant what became of her report."""
    language = reader_language(request)
    try:
        return _own_page(language, code, await _own(request, code), ())
    except KoproError:
        return _gone(language)


@router.get("/r/{code}/photos/{photo_id}")
async def photo(request: Request, code: str, photo_id: UUID) -> Response:
    """Stream a photo of an occupant's own report; nothing in it may run."""
    if not PICTURES.allows(client_address(request.scope)):
        return Response(status_code=404)
    try:
        row, file = await occupants.own_photo(code, photo_id)
    except KoproError:
        return Response(status_code=404)
    return kept_file(file, media_type="image/jpeg", size=row.size, name="photo.jpg", shown=True)


@router.post("/r/{code}")
async def answer(request: Request, code: str) -> Response:
    """Confirm, open again, add something, or be forgotten."""
    language = reader_language(request)
    try:
        await _own(request, code)
        answers, _ = await _sent(request)
        if not WRITES.allows(client_address(request.scope)):
            return _own_page(language, code, await occupants.own_report(code), [_wait(language)])
        if answers.get("what") == "forget":
            await occupants.forget_me(code, at=now())
        else:
            await occupants.answer(code, what=answers.get("what", ""), words=answers.get("words", ""), at=now())
        return _own_page(language, code, await occupants.own_report(code), ())
    except BadInput as wrong:
        return _own_page(language, code, await occupants.own_report(code), _said(wrong, language))
    except Refused as refusal:
        said = message(refusal.message_id, language, **refusal.facts())
        return _own_page(language, code, await occupants.own_report(code), [said])
    except KoproError:
        return _gone(language)


async def _form(request: Request, code: str) -> OpenForm:
    if not LOOKS.allows(client_address(request.scope)):
        raise NotFound
    return await posted_form.form_behind(code)


async def _own(request: Request, code: str) -> OwnReport:
    if not LOOKS.allows(client_address(request.scope)):
        raise NotFound
    return await occupants.own_report(code)


async def _sent(request: Request) -> tuple[dict[str, str], list[bytes]]:
    """Return the answers and the photos of a form; an input without a file sends an empty one, which is none."""
    said: dict[str, str] = {}
    pictures: list[bytes] = []
    async with request.form(max_files=20, max_fields=20) as form:
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                said[name] = value
            elif name == "photos" and value.filename:
                pictures.append(await value.read(photos.LARGEST + 1))
    return said, pictures


def _form_page(language: str, code: str, form: OpenForm, answers: Answers, problems: Iterable[str]) -> Response:
    said = list(problems)
    body = [
        paragraph(form.association_name, "quiet"),
        paragraph(message("In immediate danger, call 112 first.", language)),
        _alerts(said),
        Markup('<form method="post" action="{}" enctype="multipart/form-data">').format(urls.problem_form(code)),
        _area("words", message("What is wrong?", language), answers, most=tickets.LONGEST["words"]),
        _file(language),
        _select("category", message("What is it about?", language), Category, language, answers),
        _select("place", message("Where is it?", language), Place, language, answers),
        _line("place_words", message("Where exactly (floor, number, beside what)", language), answers, most=120),
        _select("urgency", message("How much does it press?", language), Urgency, language, answers),
        _line("name", message("Your name", language), answers, most=80, autocomplete="name"),
        _line(
            "email", message("E-mail, if you want to hear of it", language), answers, most=120, autocomplete="email",
            hint=message("Seen by the syndic and the council alone, and erased a year after the end.", language),
        ),
        _line("phone", message("Phone, if the syndic may call you", language), answers, most=40, autocomplete="tel"),
        Markup('<button type="submit">{}</button></form>').format(message("Report the problem", language)),
    ]  # fmt: skip
    return plain_page(language, message("Report a problem", language), *body, status=422 if said else 200)


def _own_page(language: str, code: str, own: OwnReport, problems: Iterable[str]) -> Response:
    said = list(problems)
    to = urls.own_problem(code)
    acts = {
        Step.CONFIRMED: message("Yes, it is solved", language),
        Step.REOPENED: message("No, it is not solved", language),
        Step.NOTED: message("Add this", language),
    }
    buttons = Markup("").join(
        Markup('<button type="submit" name="what" value="{}"{}>{}</button>').format(
            step, Markup(' class="button other"') if step is not Step.CONFIRMED else "", acts[step]
        )
        for step in own.steps
    )
    hint = message("Say why when it is not solved; otherwise only what the syndic should know.", language)
    forget = Markup(
        '<form method="post" action="{}"><button type="submit" name="what" value="forget" class="button other">{}</button>'
        "</form>"
    ).format(to, message("Take my name and address away", language))
    body = [
        paragraph(own.association, "quiet"),
        Markup('<p class="panel">{}</p>').format(own.words),
        _photos(language, code, own),
        paragraph(message("Where it stands: {said}", language, said=message(WORDS[own.state], language))),
        _alerts(said),
        _history(language, own),
        Markup('<form method="post" action="{}">').format(to),
        _area("words", message("Your words", language), {}, most=tickets.LONGEST["note"], hint=hint, needed=False),
        buttons,
        Markup("</form>"),
        forget if own.has_contact else Markup(""),
        paragraph(message("Keep the address of this page: it is the only way back to it.", language), "quiet"),
    ]
    title = message("Problem no. {number}", language, number=own.number)
    return plain_page(language, title, *body, status=422 if said else 200)


def _photos(language: str, code: str, own: OwnReport) -> Markup:
    """Show the photos she sent, and those that were added since; nothing without any."""
    shown = Markup("").join(
        Markup('<li><a href="{to}"><img src="{to}" alt="{alt}" loading="lazy"></a></li>').format(
            to=urls.own_problem(code, each), alt=message("Photo {n} of {all}", language, n=n, all=len(own.photos))
        )
        for n, each in enumerate(own.photos, 1)
    )
    return Markup('<ul class="photos">{}</ul>').format(shown) if own.photos else Markup("")


def _history(language: str, own: OwnReport) -> Markup:
    """List what happened: day, state, planned day, words."""
    lines = Markup("").join(
        Markup("<li>{}, {}{}{}</li>").format(
            formats.day(legal_day(each.at), language),
            message(WORDS[each.what], language),
            f" ({formats.day(each.due, language)})" if each.due else "",
            f" – {each.words}" if each.words else "",
        )
        for each in own.events
    )
    return Markup("<h2>{}</h2><ul>{}</ul>").format(message("What happened", language), lines)


def _thanks(language: str, sent: occupants.Sent) -> Response:
    address = f"{settings().base_url}{urls.own_problem(sent.code)}"
    return plain_page(
        language,
        message("Thank you", language),
        paragraph(message("The syndic has your report. It is no. {number}.", language, number=sent.number)),
        paragraph(
            message("On this page you see what becomes of it. Keep its address, it is shown only now:", language)
        ),
        Markup('<p class="panel address">{}</p>').format(address),
        link(message("To my report", language), to=urls.own_problem(sent.code), looks="button"),
    )


def _file(language: str) -> Markup:
    facts = {"most": occupants.MOST_PHOTOS}
    return Markup(
        '<label for="photos">{}<span class="hint">{}</span></label>'
        '<input id="photos" name="photos" type="file" accept="image/*" multiple>'
        '<label class="choice" for="keep_place"><input id="keep_place" name="keep_place" type="checkbox" value="yes">'
        "<span>{}</span></label>"
    ).format(
        message("Photos", language),
        message("At most {most}. Where they were taken is removed.", language, **facts),
        message("Leave in the photos where they were taken, on purpose", language),
    )


def _select(
    name: str, label: str, kinds: type[Category] | type[Place] | type[Urgency], language: str, answers: Answers
) -> Markup:
    options = Markup("").join(
        Markup('<option value="{}"{}>{}</option>').format(
            each, Markup(" selected") if answers.get(name) == each else "", message(WORDS[each], language)
        )
        for each in kinds
    )
    return Markup('<label for="{n}">{label}</label><select id="{n}" name="{n}">{options}</select>').format(
        n=name, label=label, options=options
    )


def _line(name: str, label: str, answers: Answers, *, most: int, autocomplete: str = "off", hint: str = "") -> Markup:
    return Markup(
        '<label for="{n}">{label}<span class="hint">{hint}</span></label>'
        '<input id="{n}" name="{n}" maxlength="{most}" autocomplete="{auto}" value="{kept}">'
    ).format(n=name, label=label, hint=hint, most=most, auto=autocomplete, kept=answers.get(name, "")[:most])


def _area(name: str, label: str, answers: Answers, *, most: int, hint: str = "", needed: bool = True) -> Markup:
    return Markup(
        '<label for="{n}">{label}<span class="hint">{hint}</span></label>'
        '<textarea id="{n}" name="{n}" maxlength="{most}" rows="5"{needed}>{kept}</textarea>'
    ).format(
        n=name, label=label, hint=hint, most=most, needed=Markup(" required") if needed else "",
        kept=answers.get(name, "")[:most],
    )  # fmt: skip


def _alerts(said: Iterable[str]) -> Markup:
    return Markup("").join(Markup('<p class="wrong" role="alert">{}</p>').format(each) for each in said)


def _said(wrong: BadInput, language: str) -> list[str]:
    return [message(each.message_id, language, **each.facts) for each in wrong.problems]


def _wait(language: str) -> str:
    return message("You wrote several times already. Come back in ten minutes.", language)


def _closed(language: str) -> Response:
    return plain_page(
        language,
        message("This form is closed", language),
        paragraph(
            message(
                "The code was replaced, or it is not whole. Look at the page in the hall, or call the syndic.", language
            )
        ),
        status=404,
    )


def _gone(language: str) -> Response:
    return plain_page(
        language,
        message("This link leads nowhere", language),
        paragraph(message("It is not whole, or the report ended more than a year ago.", language)),
        status=404,
    )
