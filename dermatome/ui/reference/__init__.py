"""The pages Sources and About."""
