// Sends the files of a form marked data-pieces piece by piece and goes on by itself after a break.
// Without this file, or without https, the form sends one file as any form does.
(function () {
  "use strict";
  const form = document.querySelector("form[data-pieces]");
  if (!form || !window.crypto || !window.crypto.subtle) return;
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector(".sending");
  const words = form.dataset;
  const token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
  const LONGEST_WAIT = 30000, PATIENCE = 60000;
  let running = 0, queue = Promise.resolve();
  input.multiple = true;
  input.required = false;

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    Array.from(input.files).forEach(function (file) {
      const item = show(file);
      const said = { kind: form.elements.kind.value, note: form.elements.note.value, name: file.name };
      if (file.size > Number(words.largest)) return end(item, words.tooLarge, "is-refused");
      running += 1;
      queue = queue.then(function () { return send(file, said, item); });
    });
    input.value = "";
  }, true);

  window.addEventListener("beforeunload", function (event) { if (running) event.preventDefault(); });

  async function send(file, said, item) {
    try {
      tell(item, words.checking);
      said.size = file.size;
      said.sha256 = await digest(file);
      let state = await ask(item, form.dataset.pieces, { method: "POST", body: new URLSearchParams(said) });
      let made = null;
      while (!made) {
        item.bar.value = state.offset / file.size;
        if (state.offset < file.size) state = await sendPiece(file, state, item);
        else made = await ask(item, state.complete, { method: "POST" }, true);
        if (made && made.offset !== undefined && made.offset !== null) { state.offset = made.offset; made = null; }
      }
      item.bar.value = 1;
      end(item, words.done, "is-done");
    } catch (refusal) {
      end(item, refusal.message || words.refused, "is-refused");
    }
    running -= 1;
    if (!running) refresh();
  }

  async function sendPiece(file, state, item) {
    const piece = file.slice(state.offset, state.offset + state.piece);
    const headers = {
      "Content-Type": "application/offset+octet-stream",
      "Upload-Offset": String(state.offset),
      "Upload-Checksum": "sha256 " + (await digest(piece)),
    };
    tell(item, words.sending);
    const answer = await ask(item, state.url, { method: "PATCH", body: piece, headers: headers }, true);
    return Object.assign({}, state, { offset: answer.offset });
  }

  // Asks until there is an answer: a broken line or a server in trouble is waited for. `elsewhere`: 409 says where to go on.
  async function ask(item, url, options, elsewhere) {
    for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      const answer = await attempt(url, options);
      if (answer && answer.status < 500 && answer.status !== 429) {
        const json = (answer.headers.get("Content-Type") || "").includes("json");
        if (!json) throw new Error(answer.redirected ? words.signIn : words.refused);
        const told = await answer.json();
        if (answer.ok || (elsewhere && answer.status === 409 && told.offset !== null)) return told;
        if (told.code === "piece_damaged") continue;
        throw new Error(told.message || words.refused);
      }
      tell(item, words.broken, "is-waiting");
      await again(wait);
    }
  }

  async function attempt(url, options) {
    const clock = new AbortController();
    const timer = setTimeout(function () { clock.abort(); }, PATIENCE);
    const headers = Object.assign({ "X-CSRFToken": token }, options.headers);
    try {
      return await fetch(url, Object.assign({}, options, { headers: headers, signal: clock.signal }));
    } catch (_broken) {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  // After a while, or as soon as the line is back.
  function again(wait) {
    return new Promise(function (go) {
      const timer = setTimeout(done, wait);
      window.addEventListener("online", done);
      function done() { clearTimeout(timer); window.removeEventListener("online", done); go(); }
    });
  }

  async function digest(blob) {
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
    return Array.from(bytes, function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
  }

  function show(file) {
    const row = document.createElement("li"), canvas = document.createElement("canvas");
    const text = document.createElement("div"), name = document.createElement("b");
    const bar = document.createElement("progress"), note = document.createElement("span");
    name.textContent = file.name + " · " + (file.size / 1048576).toFixed(1) + " MB";
    bar.max = 1;
    bar.value = 0;
    note.className = "sub";
    note.setAttribute("role", "status");
    text.append(name, bar, note);
    row.append(canvas, text);
    list.append(row);
    list.hidden = false;
    draw(file, canvas);
    const item = { row: row, bar: bar, note: note };
    tell(item, words.waiting);
    return item;
  }

  async function draw(file, canvas) {
    canvas.width = 144;
    canvas.height = 108;
    try {
      const picture = await createImageBitmap(file, { resizeWidth: 144, resizeQuality: "medium" });
      canvas.getContext("2d").drawImage(picture, 0, (108 - picture.height) / 2);
      picture.close();
    } catch (_noPicture) {
      canvas.className = "is-paper";
    }
  }

  function tell(item, text, state) {
    item.note.textContent = text;
    item.row.className = state || "";
  }

  function end(item, text, state) {
    tell(item, text, state);
    if (state === "is-done") item.bar.className = "done";
  }

  // What changed on the page by what was sent: the list of evidence, and what the next steps still lack.
  async function refresh() {
    const answer = await attempt(words.page, {});
    if (!answer || !answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelectorAll("[data-fresh]").forEach(function (old) {
      const now = fresh.getElementById(old.id);
      if (now) old.replaceWith(document.importNode(now, true));
    });
  }
})();
