"""The page Levels: the vertebral column, its roots, discs and cord segments."""
