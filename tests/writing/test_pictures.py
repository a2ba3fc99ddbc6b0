"""Pictures: put in by staff, made small by the worker, shown to everybody, nothing of the photographer in them."""

import io

import pytest
from PIL import Image

from lms.core import jobs
from lms.core.db import db, mode
from lms.files import personal_data as shelf_data
from lms.writing import actions, personal_data
from lms.writing import jobs as work_of
from tests.factories import catalogue, people
from tests.writing import files
from tests.writing.files import on_the_shelf, pictures, work

JSON = {"Accept": "application/json"}


@pytest.fixture
def staff(visit):
    return visit.as_(people.trainer())


def put(staff, data, name="anh.jpg", shows="Gói chè"):
    """Put a picture in through the page, let the worker work; the picture."""
    page = staff.post("writing.staff.take", files.upload(data, name, shows))
    assert page.status == 303
    work()
    return pictures()[-1]


def opened(page):
    assert page.headers["Content-Type"] == "image/webp"
    return Image.open(io.BytesIO(page.response.get_data()))


def test_a_photograph_becomes_two_small_pictures_and_the_upload_goes(staff, visit):
    picture = put(staff, files.jpeg(4000, 3000))

    assert picture.state == "ready" and picture.upload_id is None
    assert [(size["width"], size["height"]) for size in picture.sizes] == [(480, 360), (960, 720)]
    assert on_the_shelf() == [("writing.picture", f"{picture.public_id}-{width}.webp") for width in (480, 960)]
    wide = visit.get("writing.public.picture", picture_id=picture.public_id)
    narrow = visit.get("writing.public.narrow", picture_id=picture.public_id)
    assert opened(wide).size == (960, 720) and opened(narrow).size == (480, 360)
    assert wide.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert wide.headers["X-Content-Type-Options"] == "nosniff"
    assert len(wide.response.get_data()) == picture.sizes[1]["bytes"]


@pytest.mark.parametrize(("width", "made"), [(300, [300]), (480, [480]), (481, [480, 481]), (2000, [480, 960])])
def test_no_picture_becomes_larger_than_it_was(staff, width, made):
    picture = put(staff, files.jpeg(width, 200))

    assert [size["width"] for size in picture.sizes] == made


def test_nothing_of_the_photographer_is_served(staff, visit):
    data = files.photograph()
    assert all(secret in data for secret in files.SECRETS[:4])  # the photograph holds what is looked for
    picture = put(staff, data)

    for endpoint in ("picture", "narrow"):
        served = visit.get(f"writing.public.{endpoint}", picture_id=picture.public_id).response.get_data()
        assert served and not [secret for secret in files.SECRETS if secret in served]
        assert not dict(Image.open(io.BytesIO(served)).getexif())


@pytest.mark.parametrize(("turned", "top"), [(1, "green"), (3, "blue or red"), (6, "left"), (8, "right")])
def test_a_picture_stands_as_it_was_held(staff, visit, turned, top):
    picture = put(staff, files.photograph(turned))

    served = opened(visit.get("writing.public.picture", picture_id=picture.public_id)).convert("RGB")
    assert (served.width > served.height) == (turned in (1, 3))
    red, green, _blue = served.getpixel((served.width // 2, 5))
    assert (green > 60 and red < 60) == (top == "green")


def test_a_drawing_one_can_see_through_stays_so(staff, visit):
    picture = put(staff, files.saved(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"))

    assert opened(visit.get("writing.public.picture", picture_id=picture.public_id)).getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_a_picture_that_moves_the_first_is_taken(staff, visit, kind):
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    picture = put(staff, files.saved(frames[0], kind, save_all=True, append_images=frames[1:]))

    served = opened(visit.get("writing.public.picture", picture_id=picture.public_id))
    assert getattr(served, "n_frames", 1) == 1 and served.convert("RGB").getpixel((30, 20))[0] > 200


def test_the_same_file_again_is_the_same_picture(staff):
    first = put(staff, files.jpeg(), "a.jpg").public_id
    again = put(staff, files.jpeg(), "b.jpg").public_id

    assert first == again and len(pictures()) == 1 and len(on_the_shelf()) == 2


def test_until_it_is_ready_nothing_is_kept_of_its_address(staff, visit):
    staff.post("writing.staff.take", files.upload(files.jpeg()))
    number = pictures()[0].public_id

    page = visit.get("writing.public.picture", picture_id=number)
    assert (page.status, page.headers["Cache-Control"]) == (404, "no-store")
    assert "đang được làm nhỏ lại" in staff.get("writing.staff.pictures")
    assert visit.get("writing.public.narrow", picture_id="aaaaaaaaaaaaa").status == 404
    assert visit.get("/pictures/..%2f..%2fsecret").status == 404


def test_a_worker_that_dies_leaves_the_work_to_the_next(staff):
    staff.post("writing.staff.take", files.upload(files.jpeg()))
    picture = pictures()[0]
    assert files.upload_path(picture).is_file()
    with mode("write"):
        job = db.session.scalars(db.select(jobs.Job).where(jobs.Job.kind == "writing.make")).one()
        work_of.make(job)
        db.session.rollback()  # killed before anything was committed
    assert pictures()[0].state == "waiting"

    work()
    made = pictures()[0].sizes
    with mode("write"):
        work_of.make(job)  # and once more, after it was done
        db.session.commit()
    assert pictures()[0].state == "ready" and pictures()[0].sizes == made
    assert len(on_the_shelf()) == 2


def test_an_upload_that_is_gone_is_said_and_can_be_put_in_again(staff):
    staff.post("writing.staff.take", files.upload(files.jpeg()))
    files.upload_path(pictures()[0]).unlink()
    work()
    assert "Tệp đã bị xoá" in staff.get("writing.staff.pictures")

    assert put(staff, files.jpeg()).state == "ready"
    assert [picture.state for picture in pictures()] == ["refused", "ready"]


def test_a_picture_in_no_text_can_be_removed_one_in_a_text_says_where(staff, visit):
    used, unused = put(staff, files.jpeg(500)), put(staff, files.jpeg(600))
    number = unused.public_id
    lesson = catalogue.lesson(body=f"![Gói chè](/pictures/{used.public_id})", title_vi="Ảnh chụp gói chè")

    refused = staff.post("writing.staff.remove", picture_id=used.public_id)
    assert refused.status == 422 and f"Ảnh này đang nằm trong “{lesson.title_vi}”" in refused.text
    removed = staff.post("writing.staff.remove", picture_id=number)
    assert removed.status == 303 and "Đã gỡ ảnh" in staff.follow(removed)
    assert [picture.public_id for picture in pictures()] == [used.public_id]
    assert visit.get("writing.public.picture", picture_id=number).status == 404
    assert len(on_the_shelf()) == 2


def test_an_editor_gets_the_line_for_the_text(staff):
    data = files.upload(files.jpeg(), shows="Gói [chè]\\ Tân Cương")
    page = staff.open("POST", "/pictures", data=data, headers=JSON)

    assert page.status == 201
    assert page.response.json == {
        "markdown": f"![Gói (chè) Tân Cương](/pictures/{pictures()[0].public_id})",
        "state": "waiting",
    }
    refused = staff.open("POST", "/pictures", data=files.upload(files.jpeg(), shows=" "), headers=JSON)
    assert (refused.status, refused.response.json) == (422, {"error": "Viết xem ảnh cho thấy gì"})


def test_the_page_of_pictures_shows_the_line_of_what_was_just_put_in(staff):
    assert "Chưa có ảnh nào" in staff.get("writing.staff.pictures")
    page = staff.follow(staff.post("writing.staff.take", files.upload(files.jpeg(), "../../è 1.jpg")))

    assert page.soup.select_one(".new code").text == f"![Gói chè](/pictures/{pictures()[0].public_id})"
    assert pictures()[0].name == "è 1.jpg"


def test_the_list_goes_on_behind_its_first_page(staff):
    names = [put(staff, files.jpeg(100 + number, 50)).public_id for number in range(3)]
    found = [row.public_id for row in work_of.queries.latest(None, before=names[2], most=1)]

    assert found == [names[1]]
    assert staff.get(f"/pictures?before={names[0]}").text.count("kB") == 0


def test_pictures_of_somebody_erased_stay_in_the_texts_without_the_name_of_their_file(staff, visit):
    picture = put(staff, files.jpeg(), "ảnh của Páo.jpg")
    with mode("write"):
        for room in (shelf_data, personal_data):
            room.erase(staff.person)
        db.session.commit()

    assert visit.get("writing.public.picture", picture_id=picture.public_id).status == 200
    assert pictures()[0].name == "" and len(on_the_shelf()) == 2


def test_an_upload_of_somebody_erased_goes(staff, at):
    staff.post("writing.staff.take", files.upload(files.jpeg()))
    with mode("write"):
        shelf_data.erase(staff.person)
        db.session.commit()
    work()

    assert (pictures()[0].state, pictures()[0].why, on_the_shelf()) == ("refused", "PictureGone", [])


def test_a_learner_puts_no_pictures_in(visit, app, at):
    learner = visit.as_(people.person())

    assert learner.get("writing.staff.pictures").status == 403
    assert learner.post("writing.staff.take", files.upload(files.jpeg())).status == 403
    assert visit.post("writing.staff.preview", {"text": "a"}).status == 303
    with mode("write"):
        made = actions.take(files.jpeg(), "a.jpg", by=people.trainer(), at=at)
        db.session.commit()
    assert learner.post("writing.staff.remove", picture_id=made.public_id).status == 404
