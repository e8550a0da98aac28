"""The gate's self-test: running it, and its last result."""

from fastapi import APIRouter

router = APIRouter()
