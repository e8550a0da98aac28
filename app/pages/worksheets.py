"""A worksheet of an answer with the reader's own numbers."""

from fastapi import APIRouter

router = APIRouter()
