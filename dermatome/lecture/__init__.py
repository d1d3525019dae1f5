"""A prepared lecture: its steps, the file it is saved in, the link it is shared by. Knows no screen."""
