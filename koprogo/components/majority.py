"""A vote against its majority: the tally bar with its mark, the majority line, participation and the quorum.

The mark's number always comes from the rule (`rules.assemblies.majorities.needed`), never from here: at one half touching
the mark is not enough, at two thirds and four fifths it is. Abstentions and silence are never on the bar.
"""

from typing import Any

import reflex as rx

from koprogo.components.bar import Number, Size, fill, gauge, mark, measured, share
from koprogo.components.choose import css, pick
from koprogo.components.icons import icon
from koprogo.components.status import article, tag
from koprogo.components.text import language_of, t, t_own, tnum

CHOICE_WORDS = {"for": t("For"), "against": t("Against"), "abstain": t("Abstention"), "blank": t("Blank")}


def choice_word(choice: str | rx.Var) -> Any:
    """Say a choice: For, Against, Abstention, Blank."""
    return pick(choice, CHOICE_WORDS)


def choice_said(choice: Any, option: Any) -> rx.Component:
    """Say a choice, or the name of the option chosen (its label per language) where there are options."""
    return rx.cond(option.length() > 0, rx.el.span(t_own(option), lang=language_of(option)), choice_word(choice))


def swatch(choice: str | rx.Var, *, small: bool = True) -> rx.Component:
    """Draw the pattern of a choice: solid, hatched, dotted."""
    names = {each: f"swatch {'small ' if small else ''}{each}" for each in ("for", "against", "abstain")}
    return rx.el.span(class_name=pick(choice, names, "swatch small"), aria_hidden="true")


def threshold_word(majority: str | rx.Var) -> Any:
    """Say the line to reach: more than half, 2/3, 4/5, all co-owners."""
    words = {
        "absolute": t("more than half"),
        "two_thirds": "2/3",
        "four_fifths": "4/5",
        "unanimity": t("all co-owners"),
    }
    return pick(majority, words)


def threshold_at(majority: str | rx.Var) -> Any:
    """Return where the mark stands on the track."""
    places = {"two_thirds": share(2, 3), "four_fifths": share(4, 5), "unanimity": share(1, 1)}
    return pick(majority, places, share(1, 2))


def majority_name(majority: str | rx.Var) -> Any:
    """Name a majority as the minutes do."""
    names = {
        "absolute": t("Absolute majority"),
        "two_thirds": t("Majority of two thirds"),
        "four_fifths": t("Majority of four fifths"),
        "unanimity": t("Unanimity of all co-owners"),
    }
    return pick(majority, names, t("No vote"))


def majority_sentence(majority: str | rx.Var) -> Any:
    """Explain a majority in one short sentence."""
    sentences = {
        "absolute": t("More votes for than against."),
        "two_thirds": t("Two votes for out of three votes cast."),
        "four_fifths": t("Four votes for out of five votes cast."),
        "unanimity": t("Every co-owner of the building votes for."),
    }
    return pick(majority, sentences)


def majority_line(
    majority: str | rx.Var, *, law: Any, name: Any = None, sentence: Any = None, short: bool = False
) -> rx.Component:
    """Teach the drawing before the first vote: an empty bar with its mark, the majority's name, article, one sentence."""
    at = threshold_at(majority)
    said = majority_sentence(majority) if sentence is None else sentence
    return rx.el.div(
        rx.el.div(
            rx.el.div(class_name="track", custom_attrs=css(at=at)),
            mark(at),
            class_name="gauge rule",
            aria_hidden="true",
        ),
        rx.el.div(rx.el.strong(majority_name(majority) if name is None else name), article(law), class_name="name"),
        rx.fragment() if short else rx.el.span(said, class_name="quiet"),
        class_name="majority short" if short else "majority",
    )


def tally_bar(
    *,
    in_favour: Number,
    against: Number,
    majority: str | rx.Var,
    needed: Number,
    of: Number | None = None,
    label: bool = True,
    size: Size = "",
) -> rx.Component:
    """Draw the votes cast against the majority, with the whole number needed under the mark.

    `of` is the length of the track: the votes cast unless given (the votes of all co-owners for a unanimous decision).
    Before the first vote it is an empty track with its mark.
    """
    whole = in_favour + against if of is None else of
    at = threshold_at(majority)
    facts = {"needed": needed, "whole": whole, "in_favour": in_favour, "against": against}
    says = _first_vote(
        whole, t("No vote yet."), t("{in_favour} for, {against} against; {needed} of {whole} votes needed.", **facts)
    )
    word = threshold_word(majority)
    under = _first_vote(whole, word, t("{threshold}: {needed} of {whole}", threshold=word, needed=needed, whole=whole))
    far = pick(majority, {"four_fifths": "mark-label far", "unanimity": "mark-label far"}, "mark-label")
    return rx.el.div(
        gauge(
            fill(share(in_favour, whole), "for"),
            fill(share(against, whole), "against"),
            marks=(mark(at),),
            says=says,
            size=size,
        ),
        rx.el.div(rx.el.span(under), class_name=far, custom_attrs=css(at=at), aria_hidden="true")
        if label
        else rx.fragment(),
        class_name="tally",
    )


def tally_sides(
    *, in_favour: Number, against: Number, abstained: Number | None = None, big: bool = False
) -> rx.Component:
    """Write the votes for on the left, against on the right, each with its pattern; abstentions stand between."""
    looks = "big" if big else ""
    between = (
        rx.fragment()
        if abstained is None
        else rx.el.span(t("Abstention"), " ", rx.el.b(tnum(abstained)), class_name="quiet")
    )
    return rx.el.div(
        rx.el.span(swatch("for"), t("For"), rx.el.b(tnum(in_favour), class_name=looks), class_name="key"),
        between,
        rx.el.span(t("Against"), rx.el.b(tnum(against), class_name=looks), swatch("against"), class_name="key"),
        class_name="sides",
    )


def participation(*, voted: Number, present: Number, by_channel: Any = None) -> rx.Component:
    """Say how many of the shares present have voted, with a bar that has no mark: nothing is to be reached."""
    sentence = t("{voted} of the {present} shares present have voted", voted=voted, present=present)
    return rx.el.div(
        rx.el.div(
            rx.el.span(sentence),
            rx.fragment() if by_channel is None else rx.el.span(by_channel),
            class_name="row wrap between small quiet",
        ),
        measured(voted, present, says=sentence),
        class_name="participation",
    )


def quorum_meter(
    *,
    heads: Number,
    owners: Number,
    heads_needed: Number,
    shares: Number,
    total: Number,
    half_needed: Number,
    three_quarters_needed: Number,
    reached: bool | rx.Var | None = None,
    law: str = "3.87 §5",
    tests: bool = True,
) -> rx.Component:
    """Draw presence against the quorum: heads with their mark, shares with the mark of one half and, cut, of three quarters.

    The first two tests belong together, the third stands alone. Numbers and `reached` come from `rules.assemblies.quorum`.
    `tests=False` leaves out how each test stands, where there is little room and the title says enough.
    """
    heads_said = t("{heads} of {owners} co-owners", heads=heads, owners=owners)
    shares_said = t("{shares} of {total} shares", shares=shares, total=total)
    return rx.el.div(
        rx.fragment()
        if reached is None
        else rx.el.div(_reached_title(reached), article(law), class_name="row between"),
        rx.el.div(
            rx.el.strong(heads_said),
            _test_tag(heads >= heads_needed, t("more than half")) if tests else rx.fragment(),
            class_name="row wrap between small",
        ),
        measured(
            heads, owners, at=heads_needed, says=t("{so_far}; {needed} needed", so_far=heads_said, needed=heads_needed)
        ),
        rx.el.div(
            rx.el.strong(shares_said),
            _test_tag(shares >= half_needed, t("at least half")) if tests else rx.fragment(),
            class_name="row wrap between small",
        ),
        gauge(
            fill(share(shares, total)),
            marks=(mark(share(half_needed, total)), mark(share(three_quarters_needed, total), cut=True)),
            says=t(
                "{so_far}; {half} needed together with the co-owners, or {alone} alone",
                so_far=shares_said,
                half=half_needed,
                alone=three_quarters_needed,
            ),
            size="thin",
        ),
        rx.el.p(t("Solid line: half. Cut line: three quarters, enough by themselves."), class_name="small quiet"),
        class_name="quorum stack close",
    )


def _test_tag(passed: bool | rx.Var, word: Any) -> Any:
    return rx.cond(passed, tag(word, "good"), tag(word, "soon"))


def _reached_title(reached: bool | rx.Var) -> rx.Component:
    return rx.el.strong(rx.cond(reached, t("Quorum reached"), t("Quorum not reached yet")))


def _first_vote(whole: Number, before: Any, after: Any) -> Any:
    if isinstance(whole, int):
        return after if whole else before
    return rx.cond(whole == 0, before, after)


def missing(n: Number) -> rx.Component:
    """Say how many are missing before a line, or that it is reached."""
    done = rx.el.span(icon("check"), rx.el.strong(t("reached")), class_name="row done")
    return rx.cond(n <= 0, done, rx.el.span(icon("clock"), rx.el.strong(t("{n} more", n=n)), class_name="row soon"))
