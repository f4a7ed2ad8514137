"""The open API: what is published, for anybody; and drafts, for people's own programs."""
