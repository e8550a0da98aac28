"""Uploading seed files, and what was loaded so far."""

from fastapi import APIRouter

router = APIRouter()
