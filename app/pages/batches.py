"""One load of the past: what it did, and taking it back."""

from fastapi import APIRouter

router = APIRouter()
