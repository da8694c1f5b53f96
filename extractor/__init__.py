"""From articles to checked records."""
