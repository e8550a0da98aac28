"""Headroom: a self-hosted interview-prep question bank."""
