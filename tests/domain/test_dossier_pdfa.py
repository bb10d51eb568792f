"""The dossier and the minutes against PDF/A-2b, rule by rule, with a reader that knows nothing of typst.

veraPDF is in no registry that the tests can reach: these are the clauses of ISO 19005-2 that a document of text,
vectors and pictures can break, read with pikepdf (qpdf), which also checks the syntax of the whole file.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from proposal_town import build

from app.dossier.writing import write_dossier
from app.review.minutes import write_minutes
from maps.project import Project

_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")
#: Actions and annotations that PDF/A-2 forbids (6.5.1, 6.3.1).
_ACTIONS = {
    "/Launch",
    "/Sound",
    "/Movie",
    "/ResetForm",
    "/ImportData",
    "/Hide",
    "/JavaScript",
    "/SetOCGState",
}


@pytest.fixture(scope="module", params=["dossier", "minutes"])
def pdf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[pikepdf.Pdf]:
    folder, day = tmp_path_factory.mktemp(request.param), dt.date(2026, 11, 22)
    town = build(folder / "town.gpkg")
    with Project.open(town) as project, project.file.edit("l'anno prima") as edit:
        rows = [project.file.record("offence", int(fid)) for fid in project.file.rows("offence").fids[:40]]
        before = [{**row, "uid": None, "start_at": row["start_at"].replace(year=2025)} for row in rows]
        edit.insert("offence", before)
    with Project.open(town, read_only=True) as project:
        if request.param == "dossier":
            path = write_dossier(project, "MOVE", folder / "d.pdf", day)[0]
        else:
            path = write_minutes(project, "2026-1", folder / "d.pdf", day=day)
    with pikepdf.open(path) as opened:
        yield opened


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each


def test_the_syntax_is_whole(pdf: pikepdf.Pdf) -> None:
    assert pdf.check_pdf_syntax() == []
    assert not pdf.is_encrypted and "/Encrypt" not in pdf.trailer
    first, second = pdf.trailer["/ID"]
    assert len(bytes(first)) >= 16 and len(bytes(second)) >= 16


def test_the_head_is_binary_and_of_a_version_allowed(pdf: pikepdf.Pdf) -> None:
    content = Path(pdf.filename).read_bytes()
    assert content.startswith(b"%PDF-1.") and int(content[7:8]) <= 7
    comment = content.split(b"\n")[1]
    assert comment.startswith(b"%") and all(byte > 127 for byte in comment[1:5])


def test_the_metadata_say_what_it_is_and_agree_with_the_info(pdf: pikepdf.Pdf) -> None:
    stream = pdf.Root.Metadata
    assert stream.Type == "/Metadata" and stream.Subtype == "/XML" and "/Filter" not in stream
    with pdf.open_metadata() as told:
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "B")
        assert told["dc:title"] == str(pdf.docinfo["/Title"])
        assert told["xmp:CreateDate"].startswith("2026-11-22")
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261122")
        assert told["xmp:CreatorTool"] == str(pdf.docinfo["/Creator"])


def test_colours_have_an_output_intent(pdf: pikepdf.Pdf) -> None:
    intents = list(pdf.Root.OutputIntents)
    assert len(intents) == 1 and intents[0].S == "/GTS_PDFA1"
    profile = intents[0].DestOutputProfile
    head = profile.read_bytes()[:40]
    assert head[36:40] == b"acsp" and head[16:20] == b"RGB " and int(profile.N) == 3
    for each in dictionaries(pdf):
        assert each.get("/ColorSpace") != "/DeviceCMYK", "no CMYK under an RGB intent"


def test_every_font_is_embedded_and_says_its_letters(pdf: pikepdf.Pdf) -> None:
    descriptors = [each for each in dictionaries(pdf) if each.get("/Type") == "/FontDescriptor"]
    fonts = [each for each in dictionaries(pdf) if each.get("/Type") == "/Font"]
    assert len(descriptors) >= 3
    for each in descriptors:
        assert any(name in each for name in _EMBEDDED), each.get("/FontName")
    for each in fonts:
        if each.get("/Subtype") == "/Type0":
            assert "/ToUnicode" in each
            assert each["/DescendantFonts"][0].get("/Subtype") in ("/CIDFontType0", "/CIDFontType2")


def test_nothing_runs_and_nothing_comes_from_outside(pdf: pikepdf.Pdf) -> None:
    for name in ("/AA", "/OpenAction", "/AcroForm", "/Requirements"):
        assert name not in pdf.Root
    assert "/JavaScript" not in pdf.Root.get("/Names", {}) and "/EmbeddedFiles" not in pdf.Root.get(
        "/Names", {}
    )
    for each in dictionaries(pdf):
        assert each.get("/S") not in _ACTIONS
        assert "/OPI" not in each and each.get("/Subtype") != "/PS" and "/TR" not in each
        if isinstance(each, pikepdf.Stream):
            assert not any(name in each for name in ("/F", "/FFilter", "/FDecodeParms"))
            filters = each.get("/Filter", pikepdf.Array())
            named = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(name) for name in filters]
            assert not {"/LZWDecode", "/Crypt"} & set(named)


@pytest.mark.parametrize("pdf", ["dossier"], indirect=True)
def test_pictures_are_whole_and_not_interpolated(pdf: pikepdf.Pdf) -> None:
    pictures = [each for each in dictionaries(pdf) if each.get("/Subtype") == "/Image"]
    assert len(pictures) >= 2
    for each in pictures:
        assert "/Alternates" not in each and not bool(each.get("/Interpolate", False))


def test_transparent_pages_name_their_blending_space(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        group = page.obj.get("/Group")
        if group is not None and group.get("/S") == "/Transparency":
            assert "/CS" in group or len(list(pdf.Root.OutputIntents)) == 1


def test_it_is_tagged_in_italian(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.Root.Lang).lower().startswith("it") and bool(pdf.Root.MarkInfo.Marked)


@pytest.mark.parametrize("pdf", ["dossier"], indirect=True)
def test_pictures_are_told_in_words(pdf: pikepdf.Pdf) -> None:
    told = [str(each["/Alt"]) for each in dictionaries(pdf) if "/Alt" in each]
    assert any(text.startswith("Mappa prima del progetto") for text in told)
    assert any(text.startswith("Mappa dopo il progetto") for text in told)
