"""The officers room: accounts, tokens, commands."""
