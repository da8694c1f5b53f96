"""What is made of stored records: tables, exports, marked articles."""
