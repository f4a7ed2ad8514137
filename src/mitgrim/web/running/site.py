"""The web application in a process of the server's."""

from mitgrim.web.running.lifetimes import end_with_parent
from mitgrim.web.wsgi import application

__all__ = ["application"]
end_with_parent()
