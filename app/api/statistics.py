"""Practiced counts for programs of the staff."""

from fastapi import APIRouter

router = APIRouter(prefix="/api/v1/admin/stats", tags=["admin"])
