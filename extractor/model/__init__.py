"""Prompts, the client that sends them, and the embedded server that answers."""
