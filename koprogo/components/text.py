"""Words, numbers, days and times in the reader's language, looked up in the browser.

    t("Quorum reached")
    t("{present} of {total} owners are here", present=Room.present, total=68)
    tn("{n} owner", "{n} owners", Room.present)
    t_var(Room.refusal.message_id, Room.refusal.facts)

Everything here returns an `rx.Var[str]` that follows the language switch without a round trip; facts may be literals or
vars, and the results may be facts of another text. A fact is shown as what it is: whole numbers in the reader's way,
`..._cents` as euros, ISO days and instants as days and times, a code word (`two_thirds`) in words. The browser's side is
assets/js/words.js; on paper and in mails `koprogo.i18n.messages.message` and `koprogo.i18n.format` say the same.
"""

import hashlib
from typing import Any, Literal

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData
from reflex_base.vars.base import LiteralVar, Var

LIBRARY = "$/public/js/words.js"
DayStyle = Literal["full", "long", "day", "month", "short", "weekday", "of_year"]
"""jeudi 3 décembre 2026 / jeudi 3 décembre / 3 décembre 2026 / 3 décembre / 3 déc. / jeu. 3 déc. / décembre 2026"""

_READER = VarData(
    imports={LIBRARY: [ImportVar(tag="useWords")]},
    hooks={"const kgWords = useWords();": None},
)


def t(message_id: str, /, **facts: Any) -> rx.Var[str]:
    """Say one message; `message_id` is the English text, with `{name}` where a fact goes."""
    return _call("t", message_id, facts) if facts else _call("t", message_id)


def tn(one: str, many: str, n: int | rx.Var, /, **facts: Any) -> rx.Var[str]:
    """Say `one` or `many` as the reader's language counts `n`; `{n}` is in reach of both."""
    return _call("tn", one, many, n, facts)


def t_var(message_id: rx.Var | str, facts: rx.Var | dict[str, Any] | None = None) -> rx.Var[str]:
    """Say a message the server named (a refusal, a result): empty for an empty id."""
    return _call("t", message_id) if facts is None else _call("t", message_id, facts)


def t_in(language: str | rx.Var, message_id: str, /, **facts: Any) -> rx.Var[str]:
    """Say a message in one given language whatever the reader's own; mark the element with `lang`."""
    named = LiteralVar.create(language)
    words = f"kgWordsOf_{hashlib.sha256(str(named).encode()).hexdigest()[:8]}"
    hook = VarData(
        imports={LIBRARY: [ImportVar(tag="useWordsOf")]}, hooks={f"const {words} = useWordsOf({named!s});": None}
    )
    return _call("t", message_id, facts, words=words, data=VarData.merge(named._get_all_var_data(), hook))


def tnum(value: int | rx.Var, *, signed: bool = False) -> rx.Var[str]:
    """Show a whole number in groups of three: 812, 1 000 (1.000, 1,000); `signed` puts + or − before it."""
    return _call("num", value, {"signed": signed})


def tmoney(cents: int | rx.Var, *, signed: bool = False, unit: bool = True) -> rx.Var[str]:
    """Show whole cents as euros: 312,40 €; without `unit` when the column head carries it."""
    return _call("money", cents, {"signed": signed, "unit": unit})


def ttyped(amount: str | rx.Var) -> rx.Var[str]:
    """Show an amount in a field: `1234.56` of the server as the reader writes it (1 234,56), what was typed as it is."""
    return _call("typed", amount)


def tdate(iso: str | rx.Var, style: DayStyle = "day") -> rx.Var[str]:
    """Show an ISO day, or the Belgian day of an ISO instant, in words; empty for an empty string."""
    return _call("day", iso, style)


def ttime(iso: str | rx.Var, *, seconds: bool = False) -> rx.Var[str]:
    """Show the Belgian time of an ISO instant: 20 h 14, 20.14 uur, 20:14; empty for an empty string."""
    return _call("time", iso, {"seconds": seconds})


def tmoment(iso: str | rx.Var, style: DayStyle = "month") -> rx.Var[str]:
    """Show day and time of an ISO instant: 3 décembre, 19 h 30."""
    return _call("moment", iso, style)


def tsize(count: int | rx.Var) -> rx.Var[str]:
    """Show the size of a file, from its bytes: 214 kB (214 ko in French), 1,2 MB."""
    return _call("size", count)


def tlist(items: list[str] | rx.Var) -> rx.Var[str]:
    """Join words: A1, A3 et B2."""
    return _call("list", items)


def t_own(texts: rx.Var | dict[str, str]) -> rx.Var[str]:
    """Say a text that people wrote in several languages (`{"fr": …, "nl": …}`): the reader's, else the first there is.

    Mark its element with `lang=language_of(texts)`.
    """
    return _call("own", texts)


def language_of(texts: rx.Var | dict[str, str]) -> rx.Var[str]:
    """Return the language in which `t_own` says these texts."""
    return _call("ownLanguage", texts)


def reader_language() -> rx.Var[str]:
    """The reader's language: fr, nl, de or en (en until the page is alive)."""
    return Var("kgWords.language", _var_type=str, _var_data=_READER)


def _call(name: str, *values: Any, words: str = "kgWords", data: VarData = _READER) -> rx.Var[str]:
    arguments = [LiteralVar.create(value) for value in values]
    merged = VarData.merge(data, *(each._get_all_var_data() for each in arguments))
    return Var(f"{words}.{name}({', '.join(map(str, arguments))})", _var_type=str, _var_data=merged)
