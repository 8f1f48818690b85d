"""What management does: measures and the strategies made of them."""
