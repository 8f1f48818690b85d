"""What the page shows, without a browser."""
