"""People, for those who look after them."""

from fastapi import APIRouter

router = APIRouter()
