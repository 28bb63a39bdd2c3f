"""The documents for readers keep up with the code."""
