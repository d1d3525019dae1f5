"""What all rooms of the user interface stand on; it knows none of them."""
