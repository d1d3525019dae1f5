"""The vertebral column as a schematic model: vertebrae, discs, cord, roots, and the rules that tie them."""
