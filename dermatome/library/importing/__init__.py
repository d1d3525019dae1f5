"""Read articles from outside: WordPress JSON, HTML, Markdown, plain text, folders and zip files of these."""

from dermatome.library.importing.importer import Progress, parse_articles, read_article, read_articles
from dermatome.library.importing.limits import LIMITS, Limits

__all__ = ["LIMITS", "Limits", "Progress", "parse_articles", "read_article", "read_articles"]
