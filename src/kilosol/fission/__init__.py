"""The small fission station: units, conversion, radiator, shield, dose, decay heat, mass."""
