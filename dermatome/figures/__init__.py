"""Records turned into pictures: the palette, the plate and the plotly figure."""
