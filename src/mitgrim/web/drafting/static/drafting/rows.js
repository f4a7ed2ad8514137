// Rows of records in a record: added and taken out here, with the names the server gives them.

export function growRows(form) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-remove], [data-more]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-add]")) addRow(button);
    else if (button.matches("[data-more]")) addField(button);
    else removeRow(button);
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function addRow(button) {
  const box = button.closest("[data-rows]");
  const template = [...box.children].find((own) => own.tagName === "TEMPLATE");
  const name = box.dataset.rows;
  const number = 1 + Math.max(-1, ...rowNumbers(box, name));
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll(template.dataset.mark, String(number));
  const row = holder.content.querySelector("[data-row]");
  const shown = [...box.children].filter((own) => own.matches("[data-row]")).length + 1;
  const legend = row.querySelector("legend");
  legend.lastChild.textContent = String(shown);
  box.insertBefore(holder.content, template);
  firstField(row)?.focus();
}

function rowNumbers(box, name) {
  return [...box.querySelectorAll("[name]")]
    .filter((own) => own.name.startsWith(`${name}.`))
    .map((own) => Number.parseInt(own.name.slice(name.length + 1), 10))
    .filter(Number.isInteger);
}

function removeRow(button) {
  const row = button.closest("[data-row]");
  const box = row.closest("[data-rows]");
  row.remove();
  const add = [...box.children].find((own) => own.matches("[data-add]"));
  add.focus();
}

function addField(button) {
  const box = button.closest("[data-several]");
  const fields = box.querySelectorAll("select, input");
  const last = fields[fields.length - 1];
  const copy = last.cloneNode(true);
  copy.value = "";
  copy.setAttribute(
    "aria-label",
    last.getAttribute("aria-label").replace(/\d+$/, String(fields.length + 1)),
  );
  last.after(copy);
  copy.focus();
}

function firstField(row) {
  return row.querySelector("input:not([type=hidden]), select, textarea");
}
