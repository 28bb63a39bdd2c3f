"""The enforcement room: due process, the department's inbox, executions told once or often, prices."""
