"""What code reads by itself: proposals of the four types, without a model."""
