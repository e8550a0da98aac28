"""The sitemap: every public address, for search engines."""

from fastapi import APIRouter

router = APIRouter()
