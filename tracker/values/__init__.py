"""Values: pure types the whole house speaks in: dates, units, errors, transitions. No Django models, no clock inside rules."""
