"""Photographs and documents of a record: kept, cleaned of personal data, undone; what is no photograph refused."""

import io
import struct
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import apsw
import pytest
import shapely
from PIL import Image

from maps.errors import FileError, FileProblem
from maps.io.photos import JPEG, MOST_BYTES, PDF, PNG, jpeg_without_metadata, read_document
from maps.store import ProjectFile, attachments

X0, Y0 = 580_000.0, 4_998_000.0


@pytest.fixture
def file(tmp_path: Path) -> Iterator[ProjectFile]:
    area = shapely.box(X0, Y0, X0 + 400, Y0 + 400)
    with ProjectFile.create(tmp_path / "p.gpkg", name="P", epsg=7791, area=area, user="prova") as made:
        with made.edit("Inizio", undoable=False) as edit:
            edit.insert(
                "camera", [{"code": f"TC-{n}", "geometry": shapely.Point(X0 + n, Y0)} for n in (1, 2)]
            )
        yield made


def picture(path: Path, size: tuple[int, int] = (640, 480), orientation: int = 1, **more: object) -> Path:
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x010F] = orientation, "Mario Rossi", "Telefono"
    exif.get_ifd(0x8769)[0x9003] = "2026:05:12 10:20:30"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (45.0, 8.0, 1.0)
    image.save(path, exif=exif, **more)
    return path


def test_a_photograph_loses_who_and_where_and_keeps_its_pixels(tmp_path: Path) -> None:
    path = picture(tmp_path / "palo.jpg", comment=b"nota di Mario")
    found = read_document(path)
    assert found.content_type == JPEG and (found.width, found.height) == (640, 480)
    assert found.taken_at == datetime(2026, 5, 12, 10, 20, 30)
    for secret in (b"Mario", b"Exif", b"Telefono", b"nota"):
        assert secret not in found.data
    with Image.open(io.BytesIO(found.data)) as kept, Image.open(path) as given:
        assert not kept.getexif() and kept.tobytes() == given.tobytes()
    with Image.open(io.BytesIO(found.thumbnail)) as small:
        assert small.size == (256, 192) and not small.getexif()


def test_a_photograph_stays_upright(tmp_path: Path) -> None:
    found = read_document(picture(tmp_path / "ritta.jpg", orientation=6))
    assert (found.width, found.height) == (480, 640)
    with Image.open(io.BytesIO(found.data)) as kept:
        assert dict(kept.getexif()) == {0x0112: 6}
    assert b"Mario" not in found.data


@pytest.mark.parametrize(
    ("suffix", "kind"), [("png", PNG), ("webp", JPEG), ("tif", JPEG), ("bmp", JPEG), ("gif", JPEG)]
)
def test_other_formats_are_taken(tmp_path: Path, suffix: str, kind: str) -> None:
    found = read_document(picture(tmp_path / f"foto.{suffix}"))
    assert found.content_type == kind and found.width == 640 and b"Mario" not in found.data
    with Image.open(io.BytesIO(found.data)) as kept:
        kept.load()


def test_what_follows_the_image_is_left_behind(tmp_path: Path) -> None:
    path = picture(tmp_path / "video.jpg", progressive=True)
    path.write_bytes(path.read_bytes() + b"filmato con persone" * 100)
    found = read_document(path)
    assert b"persone" not in found.data and found.data.endswith(b"\xff\xd9")


def test_what_is_no_photograph_is_refused(tmp_path: Path) -> None:
    whole = picture(tmp_path / "ok.jpg").read_bytes()
    bad = {
        "testo.jpg": b"non sono una foto",
        "vuoto.png": b"",
        "tagliata.jpg": whole[: len(whole) // 2],
        "pagina.html": b"<html><script>alert(1)</script></html>",
        "vettore.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "finta.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(FileError) as caught:
            read_document(tmp_path / name)
        assert caught.value.problem is FileProblem.NOT_AN_ATTACHMENT, name
    with pytest.raises(FileError) as caught:
        read_document(tmp_path / "manca.jpg")
    assert caught.value.problem is FileProblem.MISSING


def test_what_is_too_large_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomba.png")
    (tmp_path / "grande.jpg").write_bytes(b"\xff\xd8" + b"\x00" * MOST_BYTES)
    for name in ("bomba.png", "grande.jpg"):
        with pytest.raises(FileError) as caught:
            read_document(tmp_path / name)
        assert caught.value.problem is FileProblem.ATTACHMENT_TOO_LARGE


def test_a_pdf_is_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "delibera.pdf"
    path.write_bytes(b"%PDF-1.7\n...\n%%EOF\n")
    assert read_document(path).content_type == PDF
    path.write_bytes(b"%PDF-1.7\n...")
    with pytest.raises(FileError) as caught:
        read_document(path)
    assert caught.value.problem is FileProblem.TRUNCATED


@pytest.mark.parametrize("cut", range(2, 60, 7))
def test_broken_segments_never_pass(cut: int) -> None:
    out = io.BytesIO()
    Image.new("RGB", (16, 16)).save(out, "JPEG")
    with pytest.raises((ValueError, struct.error)):
        jpeg_without_metadata(out.getvalue()[:cut])


def test_attachments_are_added_read_and_undone(file: ProjectFile, tmp_path: Path) -> None:
    documents = [read_document(picture(tmp_path / f"{n}.jpg", (64 + n, 48))) for n in range(3)]
    assert attachments.of(file, "camera", 1) == []
    changes: list[object] = []
    file.subscribe(changes.append)
    keys = attachments.add(file, "camera", 1, documents, "Foto di TC-1")
    found = attachments.of(file, "camera", 1)
    assert [each.id for each in found] == keys and found[0].name == "0.jpg" and found[0].added_by == "prova"
    assert found[0].taken_at == datetime(2026, 5, 12, 10, 20, 30) and found[0].is_picture
    assert attachments.data(file, keys[0]) == documents[0].data
    assert changes[0].layer_ids == {"attachment": tuple(keys)}  # type: ignore[attr-defined]
    assert attachments.of(file, "camera", 2) == []
    assert attachments.add(file, "camera", 1, documents, "Ancora") == []
    file.undo()
    assert attachments.of(file, "camera", 1) == []
    file.redo()
    assert [each.id for each in attachments.of(file, "camera", 1)] == keys
    attachments.describe(file, keys[1], " Palo <b>vecchio</b> ", "Didascalia")
    assert attachments.of(file, "camera", 1)[1].caption == "Palo <b>vecchio</b>"
    attachments.remove(file, "camera", keys[:2], "Eliminazione")
    assert [each.id for each in attachments.of(file, "camera", 1)] == keys[2:]
    file.undo()
    assert len(attachments.of(file, "camera", 1)) == 3
    with pytest.raises(KeyError):
        attachments.data(file, 999)
    with pytest.raises(KeyError):
        attachments.add(file, "camera", 99, documents, "x")


def test_a_deleted_record_takes_its_photographs_and_undo_brings_both(
    file: ProjectFile, tmp_path: Path
) -> None:
    key = attachments.add(file, "camera", 1, [read_document(picture(tmp_path / "a.jpg"))], "Foto")[0]
    with file.edit("Elimina") as edit:
        edit.delete("camera", [1, 2])
    with pytest.raises(KeyError):
        attachments.data(file, key)
    file.undo()
    assert attachments.of(file, "camera", 1)[0].id == key and file.count("camera") == 2
    assert file.check() == []


def test_the_tables_are_those_of_the_standard(file: ProjectFile, tmp_path: Path) -> None:
    documents = [read_document(picture(tmp_path / "a.jpg"))]
    attachments.add(file, "camera", 1, documents, "Foto")
    copy = tmp_path / "copia.gpkg"
    file.copy_to(copy)
    db = apsw.Connection(str(copy))
    rows = list(db.execute("SELECT * FROM gpkgext_relations"))
    assert rows == [(1, "camera", "fid", "attachment", "id", "media", "attachment_camera")]
    named = {
        row[0]
        for row in db.execute(
            "SELECT table_name FROM gpkg_extensions WHERE extension_name='gpkg_related_tables'"
        )
    }
    assert named == {"gpkgext_relations", "attachment_camera"}
    assert db.execute("SELECT data_type FROM gpkg_contents WHERE table_name='attachment'").get == "attributes"
    db.close()
    with ProjectFile.open(copy) as again:
        assert attachments.of(again, "camera", 1)[0].size == len(documents[0].data)


def test_undo_goes_back_to_a_chosen_edit_in_one_step(file: ProjectFile) -> None:
    for n in range(4):
        with file.edit(f"Modifica {n}") as edit:
            edit.update("camera", 1 + n % 2, {"name": f"v{n}"})
    entries = file.history()
    assert [each.label for each in entries[:4]] == [f"Modifica {n}" for n in (3, 2, 1, 0)]
    assert all(each.kept for each in entries[:4]) and not any(each.undone for each in entries[:4])
    told: list[object] = []
    file.subscribe(told.append)
    change = file.undo(entries[2].key)
    assert change is not None and change.layer_ids == {"camera": (1, 2)} and len(told) == 1
    assert file.undo_label() == "Modifica 0" and file.record("camera", 1)["name"] == "v0"
    assert file.record("camera", 2)["name"] is None
    assert [each.undone for each in file.history()[:4]] == [True, True, True, False]
    assert file.undo(entries[1].key) is None
    file.redo(entries[1].key)
    assert file.record("camera", 1)["name"] == "v2" and file.redo_label() == "Modifica 3"
