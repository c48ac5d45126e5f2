"""What leads people to an assembly, mounted as one: letters, and what goes with them."""

from fastapi import APIRouter

from koprogo.api.v1 import answers, attachments, designations, letters, occupants

router = APIRouter()
for each in (answers.router, attachments.router, designations.router, letters.router, occupants.router):
    router.include_router(each)
