"""What leads people to an assembly, mounted as one: letters, and what goes with them."""

from fastapi import APIRouter

from koprogo.api.v1 import letters

router = APIRouter()
router.include_router(letters.router)
