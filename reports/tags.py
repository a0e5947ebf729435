"""Tell a PDF what its ink means: headings, paragraphs, tables and figures in reading order, for screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, String
from reportlab.pdfgen.canvas import Canvas


@dataclass(slots=True, eq=False)
class Node:
    """An element of the structure; it joins its parent (the document, if none) when it is first drawn."""

    kind: str
    parent: Node | None = None
    alt: str = ""
    scope: str = ""
    columns: int = 1
    children: list[Node] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    joined: bool = False


class Tags:
    """The structure of one file, filled while it is drawn."""

    def __init__(self) -> None:
        self.root = Node("Document", joined=True)
        self._counts: dict[int, int] = {}

    def number(self, node: Node, page: int) -> int:
        """Return the number, on its page, of what is about to be drawn for a node."""
        self._join(node)
        number = self._counts.get(page, 0)
        self._counts[page] = number + 1
        node.marks.append((page, number))
        return number

    def _join(self, node: Node) -> None:
        """Put a node, and first its parents, at the end of what is drawn already."""
        if node.joined:
            return
        parent = node.parent or self.root
        self._join(parent)
        parent.children.append(node)
        node.joined = True


class TaggedCanvas(Canvas):
    """A canvas that notes what it draws; without `tags` it notes nothing."""

    tags: Tags | None = None


@contextmanager
def marked(canvas: Canvas, node: Node | None) -> Iterator[bool]:
    """Draw something that belongs to a node, or decoration without one; yield whether it is noted."""
    tags = getattr(canvas, "tags", None)
    if tags is None:
        yield False
        return
    if node is None:
        _operate(canvas, "/Artifact BMC")
    else:
        _operate(canvas, f"/{node.kind} <</MCID {tags.number(node, canvas.getPageNumber() - 1)}>> BDC")
    yield True
    _operate(canvas, "EMC")


def _operate(canvas: Canvas, operator: str) -> None:
    """Write an operator that ReportLab has no name for."""
    canvas._code.append(operator)  # type: ignore[attr-defined] # no public way


def with_structure(data: bytes, tags: Tags) -> bytes:
    """Return a file with its structure tree; the same bytes for the same file."""
    with Pdf.open(BytesIO(data)) as pdf:
        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        owners: list[dict[int, Any]] = [{} for _ in pdf.pages]
        tree.K = Array([_element(pdf, tags.root, tree, owners)])
        parents = Array()
        for number, (page, owned) in enumerate(zip(pdf.pages, owners, strict=True)):
            page.obj.StructParents = number
            page.obj.Tabs = Name.S
            parents.append(number)
            parents.append(pdf.make_indirect(Array([owned[mark] for mark in sorted(owned)])))
        tree.ParentTree = pdf.make_indirect(Dictionary(Nums=parents))
        tree.ParentTreeNextKey = len(owners)
        pdf.Root.StructTreeRoot = tree
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        target = BytesIO()
        pdf.save(target, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return target.getvalue()


def _element(pdf: Pdf, node: Node, parent: Any, owners: list[dict[int, Any]]) -> Any:
    """Return a node as an object of the file, and note which drawings are its own."""
    element: Any = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{node.kind}"), P=parent))
    kids: list[Any] = []
    for page, number in node.marks:
        owners[page][number] = element
        kids.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[page].obj, MCID=number))
    kids.extend(_element(pdf, child, element, owners) for child in node.children)
    element.K = Array(kids)
    if node.alt:
        element.Alt = String(node.alt)
    if node.scope or node.columns > 1:
        element.A = Dictionary(O=Name.Table, ColSpan=node.columns)
    if node.scope:
        element.A.Scope = Name(f"/{node.scope}")
    return element
