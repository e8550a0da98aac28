"""The feed of new questions."""

from fastapi import APIRouter

router = APIRouter()
