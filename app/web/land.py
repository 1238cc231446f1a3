"""The land of the world-atlas TopoJSON file as one SVG path, for the map of lights."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from app.web.projection import from_centre, project_from_centre

Point = tuple[float, float]
SOUTHERN_EDGE = -58.0
_STEP = 10.0


def land_outline(topology: dict[str, Any]) -> str:
    """Turn a decoded world-atlas land file into the `d` of one projected path.

    One decimal; without Antarctica.
    """
    arcs = _decoded_arcs(topology)
    parts: list[str] = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                parts.extend(_drawn(_ring(ring, arcs)))
    return "".join(parts)


def land_rings(topology: dict[str, Any]) -> list[list[list[float]]]:
    """Turn a decoded world-atlas land file into rings of latitude and longitude.

    For maps whose edge is the date line, where every ring is cut. Two decimals; without
    Antarctica. Drawn together by the even-odd rule, for a lake is a ring as well.
    """
    arcs = _decoded_arcs(topology)
    rings: list[list[list[float]]] = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for indexes in (ring for polygon in polygons for ring in polygon):
            rings.extend(_cut(_ring(indexes, arcs)))
    return rings


def _cut(ring: list[Point]) -> Iterator[list[list[float]]]:
    """Yield the parts of a ring on either side of the date line."""
    if all(latitude < SOUTHERN_EDGE for _, latitude in ring):
        return
    continuous: list[Point] = []
    for longitude, latitude in ring:
        before = continuous[-1][0] if continuous else longitude
        continuous.append((before + (longitude - before + 180.0) % 360.0 - 180.0, latitude))
    for turn in (-360.0, 0.0, 360.0):
        piece = [(longitude + turn, latitude) for longitude, latitude in continuous]
        piece = _clipped(piece, lambda longitude: longitude >= -180.0, -180.0)
        piece = _clipped(piece, lambda longitude: longitude <= 180.0, 180.0)
        if len(piece) > 2:
            yield [[round(latitude, 2), round(longitude, 2)] for longitude, latitude in piece]


def _decoded_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Undo TopoJSON's deltas and scale."""
    (scale_x, scale_y), (shift_x, shift_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    decoded: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for delta_x, delta_y in arc:
            x, y = x + delta_x, y + delta_y
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        decoded.append(points)
    return decoded


def _ring(indexes: Sequence[int], arcs: list[list[Point]]) -> list[Point]:
    """Join arcs to one closed ring; a negative index means the arc backwards."""
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc if not points else arc[1:])
    return points


def _drawn(ring: list[Point]) -> Iterator[str]:
    """Turn one ring into closed subpaths, cut at both edges of the sheet."""
    if all(latitude < SOUTHERN_EDGE for _, latitude in ring):
        return
    unrolled = _unrolled(ring)
    for turn in (-360.0, 0.0, 360.0):
        piece = [(east + turn, latitude) for east, latitude in unrolled]
        piece = _clipped(piece, lambda east: east >= -180.0, -180.0)
        piece = _clipped(piece, lambda east: east <= 180.0, 180.0)
        subpath = _subpath(piece)
        if subpath:
            yield subpath


def _unrolled(ring: list[Point]) -> list[Point]:
    """Make the ring continuous: no step passes half the world, so it may leave ±180."""
    points: list[Point] = []
    for longitude, latitude in ring:
        east = from_centre(longitude)
        if points:
            east = points[-1][0] + (east - points[-1][0] + 180.0) % 360.0 - 180.0
        points.append((east, latitude))
    return points


def _clipped(ring: list[Point], inside: Callable[[float], bool], edge: float) -> list[Point]:
    """Sutherland-Hodgman against one meridian, with points along it since it is a curve."""
    kept: list[Point] = []
    for (east_1, up_1), (east_2, up_2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if inside(east_1):
            kept.append((east_1, up_1))
        if inside(east_1) != inside(east_2):
            share = (edge - east_1) / (east_2 - east_1)
            crossing = (edge, up_1 + share * (up_2 - up_1))
            if kept and kept[-1][0] == edge:
                kept.extend(_along(kept[-1], crossing))
            kept.append(crossing)
    return kept


def _along(start: Point, end: Point) -> Iterator[Point]:
    steps = int(abs(end[1] - start[1]) // _STEP)
    for step in range(1, steps + 1):
        yield start[0], start[1] + (end[1] - start[1]) * step / (steps + 1)


def _subpath(ring: list[Point]) -> str:
    """Project, round to a tenth and join points that fall together; '' when nothing is left."""
    places: list[str] = []
    for east, latitude in ring:
        x, y = project_from_centre(east, latitude)
        place = f"{round(x, 1):g} {round(y, 1):g}"
        if not places or places[-1] != place:
            places.append(place)
    if places and places[-1] == places[0]:
        places.pop()
    return f"M{'L'.join(places)}Z" if len(places) > 2 else ""
