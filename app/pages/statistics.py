"""Practiced, in numbers: what staff read, and the same as CSV."""

from fastapi import APIRouter

router = APIRouter()
