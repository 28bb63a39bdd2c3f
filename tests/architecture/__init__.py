"""The house rules of the code itself: sizes, imports, time, files that may not be. import-linter watches the layers."""
