"""How the product is set up and started: embedded servers, settings, the suite's own fixtures."""
