"""Requests that are sent as files and answered within a day."""
