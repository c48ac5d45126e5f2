"""The paths, by name; imports nothing of ours, so that mails and papers may link too."""

from urllib.parse import quote

HOME = "/"
SIGN_IN = "/sign-in"
INVITATION = "/invitation"
"""Choose a password with a link; the link's secret is in a cookie by then."""
FORGOTTEN = "/forgotten"
"""Ask for a link to choose a new password."""
SLIP = "/slip"
"""Type the code of a slip from the desk."""
SLIP_SCANNED = "/slip?scanned=1"
"""The same page once the QR code was scanned: its code is in a cookie by then."""
PROFILE = "/profile"
ASSEMBLIES = "/assemblies"
NEW_ASSEMBLY = "/assemblies/new"
SEASON = "/season"
"""All associations of a syndic, each with its next assembly."""
SEASON_SEND = "/season/convocations"
"""Many convocations in one press."""
ASSOCIATIONS = "/associations"
PROBLEMS = "/problems"
"""Reported problems of every association that a syndic or a council follows."""
HAND_OVER = "/hand-over"
"""For a syndic whose mandate is over: the file she hands over within thirty days."""
DESIGNATIONS = "/designations"
"""Holders of a joint lot designate together who votes for it."""
PLATFORM = "/platform"
"""For who runs the installation: figures, health, letters that did not leave."""
VERIFY = "/verify"
"""For anybody: verify a PDF of minutes from the ballots inside it."""
NOT_FOUND = "/404"
RELOAD = "/reload"
"""A page that loads itself anew: the sign-in of this browser has changed."""

HEALTHZ = "/healthz"
READYZ = "/readyz"
METRICS = "/metrics"
API_DOCS = "/api/v1/docs"

AUTH_SIGN_IN = "/auth/sign-in"
AUTH_SIGN_OUT = "/auth/sign-out"
AUTH_SIGN_OUT_EVERYWHERE = "/auth/sign-out-everywhere"
AUTH_INVITATION = "/auth/invitation"
AUTH_FORGOTTEN = "/auth/forgotten"
AUTH_SLIP = "/auth/slip"
AUTH_LINK = "/auth/link"


def invitation(token: str) -> str:
    """Return the path in a letter that lets a person choose a password."""
    return f"{AUTH_INVITATION}/{token}"


def slip(code: str) -> str:
    """Return the path in the QR code of a slip; short, so that the QR code stays coarse."""
    return f"/s/{code}"


def letter(code: str) -> str:
    """Return the open link of a letter that went by e-mail."""
    return f"/l/{code}"


def observation(code: str) -> str:
    """Return the form for occupants, as the QR code of the posted notice has it."""
    return f"/o/{code}"


def second_person(code: str) -> str:
    """Return where somebody without an account says whether an account number is right."""
    return f"/w/{code}"


def problem_form(code: str) -> str:
    """Return the form for problems, as the QR code of the page in the hall has it."""
    return f"/p/{code}"


def own_problem(code: str, photo_id: object = "") -> str:
    """Return an occupant's own page of the problem she reported, or one of its photos."""
    return f"/r/{code}/photos/{photo_id}" if photo_id else f"/r/{code}"


def problem(association_id: object, ticket_id: object) -> str:
    """Return the page of a reported problem."""
    return association(association_id, f"problems/{ticket_id}")


def new_problem(association_id: object) -> str:
    """Return the form that reports a problem."""
    return association(association_id, "problems/new")


def problem_photos(association_id: object, ticket_id: object, photo_id: object = "") -> str:
    """Return where photos of a problem are sent, or the bytes of one."""
    where = f"/api/v1/associations/{association_id}/problems/{ticket_id}/photos"
    return f"{where}/{photo_id}/content" if photo_id else where


def invoice(association_id: object, invoice_id: object) -> str:
    """Return the page of an invoice, beside its paper."""
    return association(association_id, f"invoices/{invoice_id}")


def invoice_files(association_id: object, invoice_id: object = "", part: str = "") -> str:
    """Return where an invoice is sent, or what is added to one (`electronic`, `paper`)."""
    where = f"/api/v1/associations/{association_id}/invoices"
    return f"{where}/{invoice_id}/{part}" if invoice_id else where


def invoice_file(association_id: object, file_id: object) -> str:
    """Return the bytes of an invoice's paper, or of the electronic one beside it."""
    return f"/api/v1/associations/{association_id}/invoice-files/{file_id}/content"


def payment_file(association_id: object, order_id: object) -> str:
    """Return the file of a payment order, for the bank."""
    return f"/api/v1/associations/{association_id}/payment-orders/{order_id}/file"


def assembly(assembly_id: object, page: str) -> str:
    """Return a page of an assembly: plan, convene, attendance, room, bureau, screen or vote."""
    return f"{ASSEMBLIES}/{assembly_id}/{page}"


def attachments(assembly_id: object, item_id: object = "") -> str:
    """Return where a file is sent for an assembly, or for one of its points."""
    where = f"/api/v1/assemblies/{assembly_id}"
    return f"{where}/items/{item_id}/attachments" if item_id else f"{where}/attachments"


def attachment(attachment_id: object) -> str:
    """Return the bytes of a file of an agenda."""
    return f"/api/v1/attachments/{attachment_id}/content"


def kept_file(file_id: object) -> str:
    """Return the bytes of a file kept with a note or a mandate."""
    return f"/api/v1/files/{file_id}/content"


def note_files(association_id: object, note_id: object) -> str:
    """Return where a file is sent that belongs to a note of the council."""
    return f"/api/v1/associations/{association_id}/council/notes/{note_id}/files"


def contract(association_id: object, mandate_id: object) -> str:
    """Return where the contract of a syndic's mandate is sent."""
    return f"/api/v1/associations/{association_id}/syndic/{mandate_id}/contract"


def accounts_report(assembly_id: object) -> str:
    """Return where the auditor sends the report on the accounts for an assembly."""
    return f"/api/v1/assemblies/{assembly_id}/accounts-report"


def letters(assembly_id: object, part: str = "") -> str:
    """Return where the letters of an assembly are: the list, or `batch`, `registered`, `tracking`."""
    return f"/api/v1/assemblies/{assembly_id}/letters" + (f"/{part}" if part else "")


def association(association_id: object, page: str = "") -> str:
    """Return a page of an association: its sheet, import, people, register, calendar, proposals, `people/{id}`, …"""
    return f"{ASSOCIATIONS}/{association_id}" + (f"/{page}" if page else "")


def bank_files(association_id: object) -> str:
    """Return where a CODA file is sent."""
    return f"/api/v1/associations/{association_id}/bank/files"


def survey(association_id: object, survey_id: object) -> str:
    """Return the page of a survey: where one answers it, and reads its result."""
    return f"{ASSOCIATIONS}/{association_id}/surveys/{survey_id}"


def export(association_id: object) -> str:
    """Return where an association leaves as one file."""
    return f"/api/v1/associations/{association_id}/export"


def old_books_files(association_id: object, kind: str) -> str:
    """Return where a file of an old program's books is sent."""
    return f"/api/v1/associations/{association_id}/books/old/files/{kind}"


def old_minutes_files(association_id: object) -> str:
    """Return where minutes of before are sent."""
    return f"/api/v1/associations/{association_id}/old-minutes/files"


def list_files(association_id: object) -> str:
    """Return where a list of lots is sent."""
    return f"/api/v1/associations/{association_id}/lots/files"


def list_faults(association_id: object, list_id: object, denominator: object) -> str:
    """Return the file with the faults of a list that was sent."""
    return f"{list_files(association_id)}/{list_id}/faults?denominator={denominator}"


def paper(paper_id: object) -> str:
    """Return the bytes of an issued paper."""
    return f"/api/v1/papers/{paper_id}/content"


def sign_in(going_to: str = HOME) -> str:
    """Return the sign-in page that leads on to a path of ours."""
    return SIGN_IN if going_to in {"", HOME} else f"{SIGN_IN}?next={quote(going_to)}"


def reload(going_to: str = HOME) -> str:
    """Return the page that loads itself anew and leads back to a path of ours."""
    return RELOAD if going_to in {"", HOME} else f"{RELOAD}?next={quote(going_to)}"


def local(path: str | None) -> str:
    """Return a path that somebody sent along when it stays on this site, else the home page.

    `//host`, `/\\host` and control characters lead browsers elsewhere.
    """
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or len(path) > 500:
        return HOME
    if any(ord(each) < 33 or each == "\\" for each in path):
        return HOME
    return HOME if path.startswith((SIGN_IN, "/auth/", "/api/", RELOAD)) else path
