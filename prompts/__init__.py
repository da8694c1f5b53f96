"""Prompts as versioned text."""
