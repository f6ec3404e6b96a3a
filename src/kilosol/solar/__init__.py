"""Solar arrays on the surface: cells, arrays, dust on them."""
