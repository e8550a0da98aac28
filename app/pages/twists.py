"""The interviewer's "what if": a guess first, then what the worksheet makes of it."""

from fastapi import APIRouter

router = APIRouter()
