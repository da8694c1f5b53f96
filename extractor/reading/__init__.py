"""File, folder, URL, HTML, JSONL or stdin in, articles out."""
