"""Counters for a monitoring system."""

from fastapi import APIRouter

router = APIRouter()
