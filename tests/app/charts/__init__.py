"""The charts alone, on a page with made-up payloads."""
