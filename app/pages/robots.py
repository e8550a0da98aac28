"""What crawlers may read."""

from fastapi import APIRouter

router = APIRouter()
