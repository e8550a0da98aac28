"""An upload under review: what it would do, taking and leaving items, applying it or walking away."""

from fastapi import APIRouter

router = APIRouter()
