"""The preview of a list of lots in words, for the command line."""

from collections import Counter
from collections.abc import Iterator

from koprogo.rules.ownership.sheet import Why
from koprogo.services.buildings.import_lots import ImportResult
from koprogo.services.buildings.import_preview import Preview

SEPARATOR_NAMES = {";": "semicolons", ",": "commas", "\t": "tabs", "|": "bars"}
LANGUAGE_NAMES = {"fr": "French", "nl": "Dutch", "de": "German", "en": "English"}
ASIDE_NAMES = {
    Why.BLANK: "blank",
    Why.TITLE: "above the header",
    Why.SEPARATOR_HINT: "naming the separator",
    Why.REPEATED_HEADER: "repeating the header",
    Why.TOTAL: "with a total",
    Why.SUBTOTAL: "with a subtotal",
}


def preview_lines(preview: Preview) -> Iterator[str]:
    """Yield the preview, a line at a time: the file, the faults, what to know, to confirm and to answer."""
    yield from _file(preview)
    yield from _sum(preview)
    if preview.faults:
        yield ""
        yield f"{len(preview.faults)} to correct; nothing is saved:"
        for fault in preview.faults:
            place = f"  line {fault.line}" if fault.line else "  the list"
            column = f", {fault.header}" if fault.header else ""
            read = f"“{fault.read}”" if fault.read else "nothing"
            yield f"{place}{column}: read {read}. {fault.message_id.format_map(dict(fault.facts))}"
    if preview.notices:
        yield ""
        yield "To know:"
        for notice in preview.notices:
            yield f"  line {notice.line}, {notice.header}: “{notice.read}”. {notice.message_id.value}"
    yield from _votes(preview)
    yield from _people(preview)
    yield ""
    for count in preview.readiness:
        yield count.message_id.format(have=count.have, of=count.of)


def result_lines(preview: Preview, result: ImportResult | None) -> Iterator[str]:
    """Yield what was done, or what to do next."""
    yield ""
    if result is None:
        if preview.faults:
            yield "Nothing was saved. Correct the file and give it again."
        elif not preview.can_be_confirmed:
            yield f"Nothing was saved: this association already has {preview.lots_there} lots."
        else:
            yield "Nothing was saved. Add --yes to import this."
    elif not result.changed:
        yield f"This file was imported before: {result.lots} lots. Nothing was changed."
    else:
        yield (
            f"Imported: {result.lots} lots, {result.persons} persons, {result.merges} rows joined to an earlier one,"
            f" {len(result.open_questions)} questions open, {result.suspended} lots without a vote"
            f" ({result.votes_lost} votes)."
        )


def _file(preview: Preview) -> Iterator[str]:
    file = preview.file
    form = (
        f"sheet {file.sheet}"
        if file.sheet
        else f"{SEPARATOR_NAMES.get(file.separator, file.separator)}, {file.encoding}"
    )
    yield (
        f"{file.name}: {len(preview.lots)} lots; {form}; headers in {LANGUAGE_NAMES[file.header_language]}"
        f" on line {file.header_line}."
    )
    yield "Read: " + ", ".join(preview.columns.values()) + "."
    if preview.not_read:
        yield "Not read: " + ", ".join(preview.not_read) + "."
    if file.other_sheets:
        yield "Sheets not read: " + ", ".join(file.other_sheets) + "."
    if preview.set_aside:
        count = Counter(ASIDE_NAMES[each.why] for each in preview.set_aside)
        yield "Lines set aside: " + ", ".join(f"{number} {name}" for name, number in count.items()) + "."


def _sum(preview: Preview) -> Iterator[str]:
    sums = preview.sums
    said = f"Sum of the shares: {sums.shares} of {sums.denominator}"
    if sums.difference:
        said += f", {abs(sums.difference)} too {'many' if sums.difference > 0 else 'few'}"
    if preview.total_line is not None:
        said += f"; the total line says {preview.total_line}"
    yield said + "."


def _votes(preview: Preview) -> Iterator[str]:
    if not preview.suspended.lots:
        return
    yield ""
    yield (
        f"{len(preview.suspended.lots)} joint or usufruct lots have no designated representative:"
        f" {preview.suspended.votes_lost} votes are lost until one is designated (art. 3.87 §1, al. 2)."
    )
    yield "  " + ", ".join(f"{lot.number} ({lot.shares})" for lot in preview.suspended.lots)


def _people(preview: Preview) -> Iterator[str]:
    if preview.organisations_open:
        yield ""
        yield "Who acts for these organisations is not said: " + ", ".join(
            dict.fromkeys(each.name for each in preview.organisations_open)
        )
    if preview.proposals:
        yield ""
        yield "Taken as one person each (--apart ID where they are not):"
        for each in preview.proposals:
            yield f"  {each.id}  {each.name}: lots {', '.join(each.lots)}; {', '.join(each.because)}"
    if preview.questions:
        yield ""
        yield f"{len(preview.open_questions)} questions are open (--answer ID=VALUE):"
        for question in preview.questions:
            words = question.message_id.format_map(dict(question.facts))
            choices = "; ".join(
                choice.value + (f" ({', '.join(choice.lots)})" if choice.lots else "") for choice in question.choices
            )
            answered = f" Answered: {question.answer}." if question.answer else ""
            yield f"  {question.id}  {words} {choices}.{answered}"
