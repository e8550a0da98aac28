"""Whom to tell about a security fault (RFC 9116)."""

from fastapi import APIRouter

router = APIRouter()
