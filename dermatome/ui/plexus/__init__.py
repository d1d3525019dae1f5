"""The page that draws a plexus and says what runs through each of its parts."""
