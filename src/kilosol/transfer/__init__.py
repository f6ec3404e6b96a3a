"""The way to Mars and back: ephemeris, Lambert arcs, porkchops, windows, returns."""
