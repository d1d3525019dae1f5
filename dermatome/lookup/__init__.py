"""What the words of a reader mean on the map: a place, root, disc, muscle, movement, jerk or nerve."""
