"""The provinces and communes of Vietnam as they are by law, what they used to be called, and days off.

Owns: the 34 provincial units, the 3,321 communal ones, the names people still type for them, the tile
map's layout and the public holidays, all loaded from `content/places`.
Does not own: where a person lives, whose scope covers a province, targets, or which classes skip a holiday.

Words: *province* is any of the 34 units, a city too (its `kind` tells); *commune* is a commune, a ward or a
special zone; an *alias* is an old name or another spelling; *days off* are a holiday and the days around it.
"""
