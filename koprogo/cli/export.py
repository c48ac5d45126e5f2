"""`koprogo export ASSOCIATION FILE`: one association whole, in one file that anybody can open, to go elsewhere."""

import asyncio
import os
import shutil
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from koprogo import db
from koprogo.adapters.operator_error import OperatorError
from koprogo.core.clock import now
from koprogo.services.buildings.export.write_out import export_association
from koprogo.services.buildings.import_actor import importer


def export(
    association: Annotated[str, typer.Argument(help="Its name or id.")],
    file: Annotated[Path, typer.Argument(help="Where to write it (.zip); a file that exists is never overwritten.")],
    email: Annotated[str, typer.Option("--as", help="The e-mail address of the syndic in whose name it leaves.")] = "",
) -> None:
    """Save lots, owners, books, papers and assemblies of one association; it holds personal data, unencrypted."""
    target = _new(file)
    try:
        with target:
            size = asyncio.run(_export(target, association, email))
    except BaseException:
        file.unlink()
        raise
    typer.echo(f"{file}: {size} bytes. It holds personal data, unencrypted: keep it so.")


def _new(file: Path) -> BinaryIO:
    """Open a file that was not there, readable by its owner alone."""
    try:
        return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except FileExistsError:
        raise OperatorError(f"{file} exists already; an export never overwrites one. Choose another name.") from None
    except OSError as failure:
        raise OperatorError(f"{file} cannot be written ({failure.strerror}). Choose another folder.") from failure


async def _export(target: BinaryIO, association: str, email: str) -> int:
    try:
        async with db.platform_session(None, "koprogo export: which association, which syndic") as session:
            actor, association_id = await importer(session, association=association, email=email, at=now())
        with await export_association(actor, association_id, at=now()) as made:
            shutil.copyfileobj(made, target)
        return target.tell()
    finally:
        await db.close()
