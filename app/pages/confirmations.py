"""Links that confirm an address, and open the account that waits for it."""

from fastapi import APIRouter

router = APIRouter()
