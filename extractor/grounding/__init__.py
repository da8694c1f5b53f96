"""Proposals in, records with offsets and a verdict a field out."""
