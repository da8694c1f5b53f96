"""Records of many articles, tied into facts: copies, names, ties, figures, stances, grades."""
