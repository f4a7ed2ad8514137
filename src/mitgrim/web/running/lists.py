"""The lists that are made of documents, all of them."""

from mitgrim.web.publish.models import Publication
from mitgrim.web.publish.project_rows import rebuild as rebuild_publication
from mitgrim.web.revisions.models import Branch
from mitgrim.web.revisions.projection import rebuild as rebuild_branch


def rebuild_all() -> int:
    """Make the lists of all drafts and public versions anew; gives how many."""
    branches = Branch.objects.select_related("head", "workspace").order_by("pk")
    for branch in branches:
        rebuild_branch(branch)
    publications = Publication.objects.select_related("revision").order_by("pk")
    for publication in publications:
        rebuild_publication(publication)
    return len(branches) + len(publications)
