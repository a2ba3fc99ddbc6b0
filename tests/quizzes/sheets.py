"""What a browser would send of a sheet it was shown."""


def of_sheet(page, form="form[method=post]"):
    """The fields of the first such form, as they stand."""
    data = {}
    for field in page.soup.select_one(f"main {form}").select("[name]"):
        kind = field.get("type")
        if field.name == "button" or (kind in ("radio", "checkbox") and not field.has_attr("checked")):
            continue
        if field.name == "select":
            value = (field.find("option", selected=True) or field.find("option"))["value"]
        else:
            value = field.get("value", "") if field.name == "input" else field.get_text().removeprefix("\n")
        data.setdefault(field["name"], []).append(value)
    return data
