"""A member's tokens for programs."""

from fastapi import APIRouter

router = APIRouter()
