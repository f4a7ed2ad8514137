// What is typed is kept: in this browser at once, at the server every few seconds and on leaving.
//
// The browser's copy belongs to one person and one form. It goes when the server says that the form
// was saved, and comes back through the server's own offer, so that both always show the same.

const WAIT = 2500;
const AGAIN = 10000;
const TECHNICAL = new Set(["csrfmiddlewaretoken", "_do", "_message"]);

export function keepWhatIsTyped(form) {
  const keeper = new Keeper(form);
  keeper.forgetWhatWasSaved();
  keeper.offerWhatIsHere();
  form.addEventListener("input", () => keeper.changed());
  form.addEventListener("change", () => keeper.changed());
  form.addEventListener("submit", () => keeper.leaveBySubmitting());
  window.addEventListener("pagehide", () => keeper.leave());
  window.addEventListener("online", () => keeper.send());
  for (const button of document.querySelectorAll("[data-discard]"))
    button.addEventListener("click", () => keeper.forget());
}

class Keeper {
  constructor(form) {
    this.form = form;
    this.key = `mitgrim:${form.dataset.person}:${location.pathname}`;
    this.said = document.getElementById("kept");
    this.timer = 0;
    this.unsent = false;
    this.start = texts(form);
  }

  changed() {
    if (texts(this.form) === this.start && !this.unsent) return;
    this.unsent = true;
    this.write();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), WAIT);
  }

  write() {
    const fields = [...new FormData(this.form)].filter(
      ([name, value]) => !TECHNICAL.has(name) && typeof value === "string",
    );
    this.store({ token: this.form.elements._token.value, moment: Date.now(), fields });
  }

  async send() {
    clearTimeout(this.timer);
    if (!this.unsent) return;
    const sent = texts(this.form);
    let answer;
    try {
      answer = await fetch(this.form.dataset.keep, { method: "POST", body: this.body() });
    } catch {
      this.tell("offline");
      this.timer = setTimeout(() => this.send(), AGAIN);
      return;
    }
    if (!answer.ok) {
      this.tell(answer.status === 401 || answer.status === 403 ? "signedOut" : "refused");
      return;
    }
    const { at } = await answer.json();
    if (texts(this.form) === sent) this.unsent = false;
    this.tell("kept", at);
  }

  body() {
    const body = new FormData(this.form);
    for (const name of ["_do", "_message"]) body.delete(name);
    body.set("_place", this.form.dataset.place);
    return body;
  }

  // Leaving in any way but by the form's own buttons: the last words go with the page.
  leave() {
    if (!this.unsent) return;
    this.write();
    navigator.sendBeacon(this.form.dataset.keep, this.body());
  }

  // Whether it was saved is known on the next page; until then the copy stays here.
  leaveBySubmitting() {
    clearTimeout(this.timer);
    if (this.unsent) this.write();
    this.unsent = false;
  }

  forgetWhatWasSaved() {
    const here = new URL(location.href);
    const saved = here.searchParams.get("saved");
    if (!saved) return;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("mitgrim:") && read(key)?.token === saved) localStorage.removeItem(key);
    }
    here.searchParams.delete("saved");
    history.replaceState(null, "", here);
  }

  // What this browser has and the server has not (the network or the session was gone) is sent
  // there, and offered by it on the same page.
  async offerWhatIsHere() {
    const held = read(this.key);
    if (!held || new URLSearchParams(location.search).has("restore")) return;
    if (document.querySelector(".error-summary, .offer")) return;
    const body = new FormData();
    for (const [name, value] of held.fields) body.append(name, value);
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.set("_place", this.form.dataset.place);
    if (sameFields(held.fields, this.form)) {
      this.forget();
      return;
    }
    try {
      const answer = await fetch(this.form.dataset.keep, { method: "POST", body });
      if (!answer.ok) return;
    } catch {
      return;
    }
    this.forget();
    location.reload();
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }

  store(value) {
    try {
      localStorage.setItem(this.key, JSON.stringify(value));
    } catch {
      // Full, or not allowed: the server's copy is what there is.
    }
  }

  tell(what, at = "") {
    if (this.said) this.said.textContent = this.said.dataset[`said${what[0].toUpperCase()}${what.slice(1)}`].replace("%", at);
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function texts(form) {
  return JSON.stringify(typed([...new FormData(form)]));
}

function sameFields(fields, form) {
  return JSON.stringify(typed(fields)) === texts(form);
}

function typed(pairs) {
  return pairs
    .filter(([name, value]) => !name.startsWith("_") && name !== "csrfmiddlewaretoken" && value !== "")
    .map(([name, value]) => [name, String(value).replaceAll("\r\n", "\n")]);
}
