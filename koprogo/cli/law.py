"""`koprogo law check PATH…`, `koprogo law show ARTICLE`, `koprogo law index`: the law as code, from the command
line."""

from pathlib import Path
from typing import Annotated

import typer

from koprogo.cli import law_book
from koprogo.cli.case_files import case_files, read_cases
from koprogo.core.sources import Confidence, Source
from koprogo.rules.cases import NotUnderstood, check
from koprogo.rules.questions import QUESTIONS

app = typer.Typer(help="The law as code: check cases, look up an article.", no_args_is_help=True)


@app.command("check")
def check_cases(
    paths: Annotated[list[Path], typer.Argument(help="Files of cases, or folders with such files.", metavar="PATH…")],
) -> None:
    """Run every law case in the files and folders named; exit 1 when one fails or cannot be understood."""
    passed = failed = 0
    for path in paths:
        try:
            files = case_files(path)
        except NotUnderstood as problem:
            files = []
            failed += 1
            typer.echo(f"NOT UNDERSTOOD {path}: {problem}")
        for file in files:
            right, wrong = _check_file(file)
            passed += right
            failed += wrong
    typer.echo(f"{passed} passed, {failed} failed")
    if failed:
        raise typer.Exit(1)


def _check_file(file: Path) -> tuple[int, int]:
    """Run the cases of one file, print what is wrong, and return how many passed and failed."""
    passed = failed = 0
    try:
        for case in read_cases(file):
            lines = [f"NOT UNDERSTOOD {file}: {case}"] if isinstance(case, NotUnderstood) else _judge(file, case)
            for line in lines:
                typer.echo(line)
            passed += not lines
            failed += bool(lines)
    except NotUnderstood as problem:
        typer.echo(f"NOT UNDERSTOOD {file}: {problem}")
        failed += 1
    return passed, failed


def _judge(file: Path, case: law_book.Case) -> list[str]:
    """Return what is wrong with one case, in lines; none when it passes."""
    try:
        differences = check(case, QUESTIONS)
    except NotUnderstood as problem:
        return [f"NOT UNDERSTOOD {file}: {case.name}: {problem}"]
    if not differences:
        return []
    return [
        f"FAILED {file}: {case.name} (art. {case.article})",
        *(f"    {found.key}: expected {found.expected}, given {found.given}" for found in differences),
    ]


@app.command("show")
def show(
    article: Annotated[str, typer.Argument(help='As people cite it: "3.87 §5", "3.88", or a former number.')],
) -> None:
    """Print the texts, rules, kinds of decision, cases and tests of an article, and what uses the rules."""
    found, rules = law_book.sources(article), law_book.cited_rules(article)
    kinds, cases = law_book.decisions(article), law_book.cases(article)
    if not (found or kinds or cases):
        cited = ", ".join(source.article for source in law_book.sources())
        typer.echo(f"Nothing here cites art. {article}. Articles we cite: {cited}.", err=True)
        raise typer.Exit(1)
    _section("Texts", [_describe(source) for source in found])
    _section("Rules", [f"{rule.file}: {rule.name}" for rule in rules])
    _section("Kinds of decision", [f"{kind.name}: {kind.code} (art. {kind.article})" for kind in kinds])
    _section("Cases", [f"{file.relative_to(law_book.REPOSITORY)}: {case.name}" for file, case in cases])
    _section("Tests", sorted({rule.test for rule in rules if (law_book.REPOSITORY / rule.test).is_file()}))
    _section("Used by", sorted({file for rule in rules for file in law_book.users(rule.module)}))


@app.command("index")
def index() -> None:
    """Print the index of articles as Markdown: docs/law/index.md is this command's output."""
    typer.echo(law_index(), nl=False)


def law_index() -> str:
    """Return the index of articles, one row each, in the order of `rules/texts.py`."""
    rows = [
        "# Articles and the rules that apply them",
        "",
        "Made by `koprogo law index > docs/law/index.md`; change the rules, not this page.",
        "",
        "| Article | Formerly | Subject | Rules | Kinds of decision | How sure | Checked |",
        "|---|---|---|---|---:|---|---|",
    ]
    for source in law_book.sources():
        rules = law_book.cited_rules(source.article)
        names = ", ".join(f"`{rule.module.removeprefix('koprogo.rules.')}.{rule.name}`" for rule in rules)
        kinds = len(law_book.decisions(source.article))
        sure = f"[{source.confidence}](readings/{source.reading}.md)" if source.reading else str(source.confidence)
        rows.append(
            f"| [{source.article}]({source.link}) | {source.formerly} | {source.subject} | {names} "
            f"| {kinds or ''} | {sure} | {source.checked_on} |"
        )
    return "\n".join(rows) + "\n"


def _describe(source: Source) -> str:
    sure = {
        Confidence.QUOTED: "its words were read in a source that quotes them",
        Confidence.REMEMBERED: "from memory",
        Confidence.DOUBTFUL: "doubtful, to be read by a lawyer",
    }[source.confidence]
    reading = f"; reading: {law_book.READINGS}/{source.reading}.md" if source.reading else ""
    formerly = f", formerly {source.formerly}" if source.formerly else ""
    return (
        f"{source} ({source.subject}){formerly}, in force since {source.in_force}, "
        f"checked {source.checked_on}: {sure}{reading}; {source.link}"
    )


def _section(title: str, lines: list[str]) -> None:
    if lines:
        typer.echo(f"{title}\n" + "\n".join(f"  {line}" for line in lines))
