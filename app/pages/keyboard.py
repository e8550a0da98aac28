"""What keys do, and switching single keys off."""

from fastapi import APIRouter

router = APIRouter()
