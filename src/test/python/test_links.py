"""README.md and docs/: every link leads somewhere, and every document is found from the front door."""

import re

import pytest

from conftest import HOME

PAGES = [HOME / "README.md", *sorted(HOME.glob("*/*.md"))]
LINK = re.compile(r"]\(([^()\s]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOME)))
def test_every_link_leads_somewhere(page):
    assert not dead_links(page)


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    (tmp_path / "other.md").write_text("# Start (`--start auto`)\n\n    # code\n")
    good = ["other.md", "other.md#start---start-auto", "#here", "https://example.org/none"]
    dead = ["none.md", "other.md#none", "#there", "other.md#code", "none.png"]
    page = tmp_path / "page.md"
    page.write_text("\n".join(["## Here", "", *(f"![text]({link})" for link in [*good, *dead])]))
    assert dead_links(page) == dead


def test_the_index_names_every_document():
    index = HOME / "docs/README.md"
    named = {(index.parent / link).resolve() for link in LINK.findall(prose(index))}
    assert set(HOME.glob("docs/*.md")) - {index} <= named
    assert "(docs/README.md)" in prose(HOME / "README.md")


def test_the_front_door_is_short():
    assert len((HOME / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def dead_links(page):
    """The links of a page to files, or to headings of pages, that are not there."""
    inside = (link for link in LINK.findall(prose(page)) if not re.match(r"\w+:", link))
    return [link for link in inside if not leads_somewhere(page, link)]


def leads_somewhere(page, link):
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(page):
    """As they are made of headings where the pages are shown."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def prose(page):
    """A page without its blocks of code."""
    return re.sub(r"^ {4}.*$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
