"""Words for a figure, for those who cannot see it: what it says about itself, and of what kind it is."""

CHARACTERS = 300
NAMES = 12
TOUCHING = 1e-6  # of a bar's width: bars without gaps between them are a histogram


def caption(figure) -> str:
    """Return one line: kind, titles, axis labels, names of curves and bars. Raises what the program's objects do."""
    all_axes = figure.get_axes()
    kinds = {kind for axes in all_axes for kind in _kinds(axes)}
    parts = [figure.get_suptitle()] + [part for axes in all_axes for part in _axes_words(axes)]
    told = [" ".join(str(part).split()) for part in parts if part]
    kind = kinds.pop() if len(kinds) == 1 else "Plot"
    return (f"{kind}: " + "; ".join(told) if told else f"{kind} without a title")[:CHARACTERS]


def _kinds(axes) -> set[str]:
    """Return of what kinds the drawings in these axes are."""
    from matplotlib.collections import PathCollection

    kinds = {"Histogram" if _touch(bars) else "Bar chart" for bars in _bars(axes)}
    if any(len(line.get_xdata(orig=True)) for line in axes.get_lines()):
        kinds.add("Plot")
    if any(type(drawing) is PathCollection for drawing in axes.collections):
        kinds.add("Scatter plot")
    if _wedges(axes):
        kinds.add("Pie chart")
    if axes.get_images():
        kinds.add("Image")
    return kinds


def _wedges(axes) -> list:
    """Return the pieces of pie charts."""
    from matplotlib.patches import Wedge

    return [patch for patch in axes.patches if isinstance(patch, Wedge)]


def _bars(axes) -> list:
    """Return the groups of bars."""
    from matplotlib.container import BarContainer

    return [container for container in axes.containers if isinstance(container, BarContainer) and len(container)]


def _touch(bars) -> bool:
    """Say whether the bars stand, or lie, without gaps, as those of a histogram do."""
    edges = [(bar.get_x(), bar.get_width()) for bar in bars]
    if getattr(bars, "orientation", None) == "horizontal":
        edges = [(bar.get_y(), bar.get_height()) for bar in bars]
    pairs = zip(edges, edges[1:], strict=False)
    return len(edges) > 2 and all(abs(x + width - after) <= TOUCHING * abs(width) for (x, width), (after, _) in pairs)


def _axes_words(axes) -> list[str]:
    """Return what one pair of axes says."""
    return [
        axes.get_title(),
        f"horizontal axis {axes.get_xlabel()}" if axes.get_xlabel() else "",
        f"vertical axis {axes.get_ylabel()}" if axes.get_ylabel() else "",
        _listed("curves" if _kinds(axes) <= {"Plot"} else "legend", [] if _wedges(axes) else _labels(axes)),
        _listed("bars", _bar_names(axes)),
        _listed("parts", _parts(axes)),
    ]


def _labels(axes) -> list[str]:
    """Return the names that a legend has, or would have."""
    return axes.get_legend_handles_labels()[1]


def _bar_names(axes) -> list[str]:
    """Return the categories below, or beside, the bars of a bar chart; nothing when they are only numbers."""
    groups = [bars for bars in _bars(axes) if not _touch(bars)]
    if not groups:
        return []
    axis = axes.yaxis if getattr(groups[0], "orientation", None) == "horizontal" else axes.xaxis
    names = [label.get_text() for label in axis.get_ticklabels()]
    return names if any(any(character.isalpha() for character in name) for name in names) else []


def _parts(axes) -> list[str]:
    """Return the names around a pie chart, without the percentages in it."""
    if not _wedges(axes):
        return []
    return [text.get_text() for text in axes.texts if not text.get_text().strip().endswith("%")]


def _listed(word: str, names: list[str]) -> str:
    """Return `word: a, b, c`, nothing when there are no names."""
    names = [name for name in names if name]
    more = ", …" if len(names) > NAMES else ""
    return f"{word}: {', '.join(names[:NAMES])}{more}" if names else ""
