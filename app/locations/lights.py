"""The map of lights: every location is a light, and together they draw the world."""

from collections.abc import Iterable, Sequence

from app.web.projection import HEIGHT, WIDTH, project

__all__ = ["draw_lights", "project"]

DIM, BRIGHT, GLOWING = 0, 1, 2
_FINENESS = 2
_CELL = 3
_MARGIN = 4
_FEW = 150
_SOME = 1000
_MANY = 2500
_LAND = "#7f89d6"
_EMBER = "#ff9640"
_WARM = "#ffc36b"
_PALE = "#ffe2b0"

# Width, opacity and colour, the widest and faintest first.
_RINGS = {
    DIM: ((2.0, 0.65, _WARM),),
    BRIGHT: ((7.0, 0.12, _EMBER), (3.0, 0.95, _WARM)),
    GLOWING: ((18.0, 0.13, _EMBER), (9.0, 0.3, _WARM), (4.2, 1.0, _PALE)),
}

Light = tuple[int, int, int]


def draw_lights(points: Iterable[tuple[float, float, int]], land_path: str = "") -> str:
    """Draw lights (latitude, longitude, number of locations) over the land as a whole SVG file.

    The same lights give the same bytes, in whatever order they come.
    """
    lights = gather(points)
    places: dict[int, list[tuple[int, int]]] = {DIM: [], BRIGHT: [], GLOWING: []}
    for x, y, count in lights:
        places[brightness(count, len(lights))].append((x, y))
    size = light_size(len(lights))
    land = f'<path fill="{_LAND}" fill-opacity=".13" d="{land_path}"/>' if land_path else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
        f' width="{WIDTH:g}" height="{HEIGHT:g}">{land}'
        f'<g fill="none" stroke-linecap="round" transform="scale({1 / _FINENESS:g})">'
        f"{''.join(_dots(level, places[level], size) for level in (DIM, BRIGHT, GLOWING))}"
        "</g></svg>\n"
    )


def gather(points: Iterable[tuple[float, float, int]]) -> list[Light]:
    """Put neighbours into one light (x, y, number), in half units of the sheet, west first."""
    cells: dict[tuple[int, int], tuple[float, float, int]] = {}
    for latitude, longitude, count in sorted(points):
        if count < 1:
            continue
        x, y = (part * _FINENESS for part in project(latitude, longitude))
        y = min(max(y, _MARGIN), HEIGHT * _FINENESS - _MARGIN)
        cell = (int(x // _CELL), int(y // _CELL))
        sum_x, sum_y, number = cells.get(cell, (0.0, 0.0, 0))
        cells[cell] = (sum_x + x * count, sum_y + y * count, number + count)
    return sorted((round(x / n), round(y / n), n) for x, y, n in cells.values())


def brightness(count: int, lights: int) -> int:
    """How a light of so many locations shines on a map of so many lights: few shine more."""
    if lights < _FEW:
        return GLOWING
    if lights < _MANY:
        return BRIGHT if count < 3 else GLOWING
    return DIM if count < 3 else BRIGHT if count < 12 else GLOWING


def light_size(lights: int) -> float:
    """How much larger each light is drawn on a map of so many."""
    if lights < _FEW:
        return 2.6
    return 2.3 if lights < _SOME else 1.5 if lights < _MANY else 1.0


def _dots(level: int, places: Sequence[tuple[int, int]], size: float) -> str:
    """All lights of one brightness as one path, drawn once a ring."""
    if not places:
        return ""
    name = ("dim", "bright", "glowing")[level]
    drawn = "".join(
        f'<use href="#{name}" stroke="{colour}" stroke-width="{width * size:g}"'
        f' opacity="{opacity:g}"/>'
        for width, opacity, colour in _RINGS[level]
    )
    return f'<defs><path id="{name}" d="{_path(places)}"/></defs>{drawn}'


def _path(places: Sequence[tuple[int, int]]) -> str:
    """Round dots as strokes without length; relative steps, since they compress to a third."""
    at_x = at_y = 0
    steps: list[str] = []
    for x, y in places:
        steps.append(f"m{x - at_x} {y - at_y}h0")
        at_x, at_y = x, y
    return "".join(steps)
