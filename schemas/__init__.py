"""What the records are: pure Pydantic, one file a record type."""
