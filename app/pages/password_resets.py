"""Choosing a new password by a mailed link."""

from fastapi import APIRouter

router = APIRouter()
