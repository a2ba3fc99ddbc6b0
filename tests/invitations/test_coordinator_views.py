"""From a sheet to invitations, as a coordinator sees it."""

from tests.invitations.conftest import sheet


def test_a_list_from_the_file_to_the_invitations(desk):
    assert desk.upload(sheet()).status == 303
    page = desk.page()
    assert page.value("name") == "1"
    assert page.value("phone") == "2"
    desk.check()
    print(desk.page().text)
    print(desk.rows())
    desk.do("confirm")
    print(desk.page().text)
    print(desk.visit.get("invitations.coordinator.codes", list_id=desk.list_id).text)
