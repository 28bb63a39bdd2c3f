"""Forms (表单): what an officer types, checked for shape only; the services decide."""
