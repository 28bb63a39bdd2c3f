"""The seed files: their form, and the figures they carry."""
