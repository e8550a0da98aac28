"""Loading seed files, for programs."""

from fastapi import APIRouter

router = APIRouter(prefix="/api/v1/admin/seeds", tags=["admin"])
