"""Unlock codes by the sheet: minting, printing, revoking."""

from fastapi import APIRouter

router = APIRouter()
