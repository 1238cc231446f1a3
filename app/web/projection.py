"""The world on a sheet of paper: Natural Earth I, cut in the Bering Strait."""

from math import radians

WIDTH = 1000.0
HEIGHT = 450.0
CENTRE = 11.0
CUT = CENTRE - 180.0

NORTH = 84.0
_X = (0.8707, -0.131979, -0.013791, 0.003971, -0.001529)
_Y = (1.007226, 0.015085, -0.044475, 0.028874, -0.005916)


def _raw(longitude: float, latitude: float) -> tuple[float, float]:
    along, up = radians(longitude), radians(latitude)
    p2 = up * up
    p4 = p2 * p2
    x = along * (_X[0] + _X[1] * p2 + p4 * (_X[2] + p4 * (_X[3] * p2 + _X[4] * p4)))
    y = up * (_Y[0] + p2 * (_Y[1] + p4 * (_Y[2] + _Y[3] * p2 + _Y[4] * p4)))
    return x, y


_SCALE = WIDTH / (2 * _raw(180.0, 0.0)[0])
_TOP = _raw(0.0, NORTH)[1]


def from_centre(longitude: float) -> float:
    """Any longitude in; degrees east of the map's middle out, from -180 up to (not with) 180."""
    return (longitude - CENTRE + 180.0) % 360.0 - 180.0


def project_from_centre(east: float, latitude: float) -> tuple[float, float]:
    """Degrees east of the map's middle and a latitude in; x and y on the sheet out, y downwards."""
    x, y = _raw(east, max(-90.0, min(90.0, latitude)))
    return WIDTH / 2 + _SCALE * x, _SCALE * (_TOP - y)


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """A point of the earth in; x and y on the sheet out. The far south lies below the sheet."""
    return project_from_centre(from_centre(longitude), latitude)
