"""Who may do what: every address for every role, and the walls of the database behind the code."""
