"""The database in words: a data dictionary, from which other programs are told what they show."""
