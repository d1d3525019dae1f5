"""Files to keep: pictures of the maps, made without a browser."""
