"""The audit log, and whether its chain is whole."""

from fastapi import APIRouter

router = APIRouter()
