"""The page Library: articles, search, import, and the map beside an article."""
