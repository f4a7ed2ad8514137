"""The example plan innovation-cities-2018, made from the `example_*` tables of the content."""

from mitgrim.programmes.innovation_cities.example.sections import innovation_cities_2018

__all__ = ["innovation_cities_2018"]
