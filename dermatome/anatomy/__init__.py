"""What is known of the spinal roots, free of drawings, articles and screens."""
