"""The one Django app of the house: doors, formats, rooms and values (see README.md)."""
