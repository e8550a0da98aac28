"""The dated figures of the bank."""

from fastapi import APIRouter

router = APIRouter()
