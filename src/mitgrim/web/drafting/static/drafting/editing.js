// What the forms of a draft do in a browser that runs scripts; without them they work by the server.
import { keepWhatIsTyped } from "./autosave.js";
import { growGrid } from "./grid.js";
import { growRows } from "./rows.js";

const form = document.getElementById("editing");
if (form) {
  growRows(form);
  for (const table of form.querySelectorAll("[data-grid]")) growGrid(table, form);
  if (form.dataset.keep) keepWhatIsTyped(form);
  for (const button of form.querySelectorAll("[data-insert]")) offerInsertion(button);
  document.querySelector(".error-summary")?.focus();
}

function offerInsertion(button) {
  const text = document.getElementById("f-text");
  if (!text) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    text.setRangeText(button.dataset.insert, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
