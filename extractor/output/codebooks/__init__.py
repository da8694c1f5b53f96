"""Facts in the columns of other people's event data: ACLED, UCDP GED, PLOVER."""
