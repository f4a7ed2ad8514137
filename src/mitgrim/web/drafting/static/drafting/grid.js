// The money grid: moving by keys, pasting blocks, sums while typing. Amounts are whole won.

const BARE = /^\d{1,3}(?:,\d{3})+(?:\.\d{1,15})?$|^\d{1,30}(?:\.\d{1,15})?$/;
const STEPS = [["조", 10n ** 12n], ["억", 10n ** 8n], ["만", 10n ** 4n]];
const NAMED = { 십: 10n, 백: 100n, 천: 1000n };

// Won as a whole number, null for nothing typed; throws "bad" or "part" for what is no amount.
export function wonOf(typed, factor) {
  let text = typed.normalize("NFKC").replaceAll(/\s+/g, " ").trim().replaceAll(/[₩\\]/g, "");
  if (!text) return null;
  let negative = false;
  if (/^\([^-−△].*\)$/.test(text)) [negative, text] = [true, text.slice(1, -1).trim()];
  else if (/^[-−△]/.test(text)) [negative, text] = [true, text.slice(1).trim()];
  const won = text.endsWith("원");
  if (won) text = text.slice(0, -1).trim();
  const size = BARE.test(text) ? times(text, won ? 1n : factor) : korean(text, won);
  return negative ? -size : size;
}

function korean(text, won) {
  let total = 0n;
  let below = null;
  let rest = text;
  while (rest) {
    const found = /^([\d,]+(?:\.\d+)?)\s*([십백천]?)([조억만]?)\s*/.exec(rest);
    if (!found || !BARE.test(found[1])) throw new Error("bad");
    const step = (NAMED[found[2]] ?? 1n) * (STEPS.find(([name]) => name === found[3])?.[1] ?? 1n);
    if (step === 1n && !won) throw new Error("bad");
    const value = times(found[1], step);
    if (below !== null && value >= below) throw new Error("bad");
    total += value;
    below = step;
    rest = rest.slice(found[0].length);
  }
  return total;
}

function times(digits, factor) {
  const [whole, decimals = ""] = digits.replaceAll(",", "").split(".");
  const scaled = BigInt(whole + decimals) * factor;
  const divisor = 10n ** BigInt(decimals.length);
  if (scaled % divisor) throw new Error("part");
  return scaled / divisor;
}

// Won in the unit of the grid, to the last digit.
export function textOf(won, factor) {
  const size = won < 0n ? -won : won;
  const places = String(factor).length - 1;
  const whole = String(size / factor).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  const decimals = places ? String(size % factor).padStart(places, "0").replace(/0+$/, "") : "";
  return `${won < 0n ? "-" : ""}${whole}${decimals ? `.${decimals}` : ""}`;
}

export function growGrid(table, form) {
  new Grid(table, form);
}

class Grid {
  constructor(table, form) {
    this.table = table;
    this.form = form;
    this.factor = BigInt(table.dataset.factor);
    this.said = document.getElementById("grid-said");
    this.declared = form.elements.declared_total;
    table.addEventListener("keydown", (event) => this.move(event));
    table.addEventListener("paste", (event) => this.paste(event));
    table.addEventListener("focusin", (event) => this.enter(event.target));
    form.addEventListener("input", () => this.addUp());
    table.addEventListener("click", (event) => this.removeLine(event));
    form.querySelector("[data-add-line]")?.addEventListener("click", (event) => {
      event.preventDefault();
      this.addLine();
      const lines = this.lines;
      lines[lines.length - 1].querySelector("select").focus();
    });
    this.addUp();
  }

  get lines() {
    return [...this.table.querySelectorAll("[data-line]")];
  }

  cells(line) {
    return [...line.querySelectorAll("input.amount")];
  }

  enter(cell) {
    if (!cell.matches("input.amount")) return;
    cell.dataset.before = cell.value;
    cell.select();
  }

  move(event) {
    const cell = event.target;
    if (!cell.matches("input.amount") || event.isComposing) return;
    if (event.key === "Escape") {
      cell.value = cell.dataset.before ?? cell.value;
      cell.select();
      cell.dispatchEvent(new Event("input", { bubbles: true }));
      event.preventDefault();
      return;
    }
    const to = this.target(cell, event);
    if (!to) return;
    event.preventDefault();
    to.focus();
  }

  // The arrows to the side move between cells only from the end of what is written in one.
  target(cell, event) {
    const lines = this.lines;
    const row = lines.indexOf(cell.closest("[data-line]"));
    const column = this.cells(lines[row]).indexOf(cell);
    const at = (line, place) => (lines[line] ? this.cells(lines[line])[place] : undefined);
    const all = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    switch (event.key) {
      case "ArrowUp":
        return at(row - 1, column);
      case "ArrowDown":
      case "Enter":
        return event.shiftKey ? at(row - 1, column) : (at(row + 1, column) ?? this.lineBelow(column));
      case "ArrowLeft":
        return all || cell.selectionEnd === 0 ? at(row, column - 1) : undefined;
      case "ArrowRight":
        return all || cell.selectionStart === cell.value.length ? at(row, column + 1) : undefined;
      default:
        return undefined;
    }
  }

  lineBelow(column) {
    return this.cells(this.addLine())[column];
  }

  addLine() {
    const last = this.lines.at(-1);
    const line = last.cloneNode(true);
    const from = /^rows\.(\d+)\./.exec(line.querySelector("select").name)[1];
    const to = 1 + Math.max(...this.lines.map((own) => Number(/^rows\.(\d+)\./.exec(own.querySelector("select").name)[1])));
    for (const own of line.querySelectorAll("[name], [id], [aria-label], [title]")) {
      for (const attribute of ["name", "id", "value"]) {
        const held = own.getAttribute(attribute);
        if (held?.includes(`rows.${from}`)) own.setAttribute(attribute, held.replace(`rows.${from}`, `rows.${to}`));
      }
      for (const attribute of ["aria-label", "title"]) {
        const held = own.getAttribute(attribute);
        if (held) own.setAttribute(attribute, held.replace(/\d+/, String(this.lines.length + 1)));
      }
    }
    for (const own of line.querySelectorAll("input.amount")) {
      own.value = "";
      this.unmark(own);
    }
    for (const own of line.querySelectorAll("select")) own.value = "";
    for (const own of line.querySelectorAll("output, .cell-error")) own.textContent = "";
    last.after(line);
    return line;
  }

  removeLine(event) {
    const button = event.target.closest("[data-remove-line]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("[data-line]");
    if (this.lines.length === 1) this.addLine();
    const next = line.nextElementSibling ?? line.previousElementSibling;
    line.remove();
    next.querySelector("select").focus();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A block from a spreadsheet: every cell arrives, is marked as bad, or is said to lie outside.
  paste(event) {
    const cell = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell.matches("input.amount") || cell.readOnly || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const block = text.replaceAll("\r", "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    const row = this.lines.indexOf(cell.closest("[data-line]"));
    const column = this.cells(this.lines[row]).indexOf(cell);
    while (this.lines.length < row + block.length) this.addLine();
    const outside = [];
    let count = 0;
    block.forEach((line, down) => line.forEach((value, across) => {
      const to = this.cells(this.lines[row + down])[column + across];
      if (to) {
        to.value = value.trim();
        count += 1;
      } else if (value.trim()) outside.push(value.trim());
    }));
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
    this.tell(count, outside);
  }

  tell(count, outside) {
    const said = [this.table.dataset.pasted.replace("%", count)];
    if (outside.length) said.push(`${this.table.dataset.outside.replace("%", outside.length)} ${outside.join(", ")}`);
    said.push(...this.lines.flatMap((line) => this.cells(line)).filter((own) => own.dataset.why).map((own) => own.dataset.why));
    this.said.hidden = false;
    this.said.textContent = said.join(" ");
  }

  value(cell) {
    try {
      const won = wonOf(cell.value, this.factor);
      this.unmark(cell);
      return won ?? 0n;
    } catch (wrong) {
      this.mark(cell, wrong.message === "part" ? "part" : "bad");
      return 0n;
    }
  }

  mark(cell, why) {
    cell.classList.add("bad");
    cell.setAttribute("aria-invalid", "true");
    cell.dataset.why = this.table.dataset[why].replace("%", cell.value);
    cell.title = cell.dataset.why;
  }

  unmark(cell) {
    cell.classList.remove("bad");
    cell.removeAttribute("aria-invalid");
    cell.removeAttribute("title");
    delete cell.dataset.why;
  }

  addUp() {
    const rows = this.lines.map((line) => this.cells(line).map((cell) => this.value(cell)));
    const sum = (values) => values.reduce((one, other) => one + other, 0n);
    this.lines.forEach((line, at) => {
      const filled = this.cells(line).some((cell) => cell.value.trim());
      line.querySelector("[data-row-sum]").textContent = filled ? textOf(sum(rows[at]), this.factor) : "";
    });
    this.table.querySelectorAll("[data-column-sum]").forEach((output, at) => {
      output.textContent = textOf(sum(rows.map((row) => row[at])), this.factor);
    });
    const total = sum(rows.flat());
    for (const output of this.form.querySelectorAll("[data-total]")) output.textContent = textOf(total, this.factor);
    this.showResidue(total);
  }

  showResidue(total) {
    const output = this.form.querySelector("[data-residue]");
    let declared = null;
    try {
      declared = wonOf(this.declared.value, this.factor);
      this.unmark(this.declared);
    } catch (wrong) {
      this.mark(this.declared, wrong.message === "part" ? "part" : "bad");
    }
    output.textContent = declared === null ? "–" : textOf(declared - total, this.factor);
    output.classList.toggle("off", declared !== null && declared !== total);
  }
}
