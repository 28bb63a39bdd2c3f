"""REST API (审计接口) `/api/v1/`: translates tokens into officers and rows into JSON. Nothing is decided here."""
