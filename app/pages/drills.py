"""Estimation drills: draw, guess, see it worked, and how somebody did so far."""

from fastapi import APIRouter

router = APIRouter()
