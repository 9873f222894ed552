"""A drawing in a Word document: the SVG, and the same in dots for what cannot show SVG."""

from __future__ import annotations

from html import escape
from io import BytesIO
from pathlib import PurePosixPath

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart

from reports.picture import Picture
from reports.render.wordml import NAMESPACE

WIDE, TALLEST = 118.0, 200.0
"""Width of a drawing in millimetres, as in the PDF, and the height beyond which it gets narrower."""
_EMU = 36000
"""Word's smallest units in a millimetre."""

SPACES = (
    f"{NAMESPACE} "
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
)
"""The names that the text of a body with drawings uses."""
_HAS_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The extension by which Word 2016 and later find the SVG beside the dots."""


def size_of(picture: Picture) -> tuple[float, float]:
    """Width and height on paper, in millimetres."""
    scale = min(WIDE / picture.width, TALLEST / picture.height)
    return picture.width * scale, picture.height * scale


def drawing(document: Document, picture: Picture, number: int) -> str:
    """A run that holds the drawing, which needs its PNG: the dots, and in their extension the SVG."""
    dots, _ = document.part.get_or_add_image(BytesIO(picture.png))
    lines = document.part.relate_to(_svg_part(document, picture, number), RELATIONSHIP_TYPE.IMAGE)
    wide, tall = (round(side * _EMU) for side in size_of(picture))
    words = escape(picture.alternative)
    title = escape(picture.title)
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{tall}"/>'
        f'<wp:docPr id="{number}" name="Hình {number}" title="{title}" descr="{words}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="Hình {number}" descr="{words}"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{dots}"><a:extLst><a:ext uri="{_HAS_SVG}">'
        f'<asvg:svgBlip r:embed="{lines}"/></a:ext></a:extLst></a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{tall}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _svg_part(document: Document, picture: Picture, number: int) -> PackagePart:
    name = PackURI(str(PurePosixPath("/word/media") / f"hinh{number}.svg"))
    return PackagePart(name, "image/svg+xml", picture.svg, document.part.package)
