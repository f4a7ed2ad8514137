// After a vote the next statement has the focus, for those who vote with the keyboard or listen.
// `autofocus` would not do: a page that has had a focus refuses it to what is put in later.

document.addEventListener("htmx:afterSwap", () => document.getElementById("said")?.focus());
