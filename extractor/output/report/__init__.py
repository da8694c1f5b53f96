"""One page that a person opens from disk: the facts side by side, the tolls, the timeline, the articles with their evidence."""
