// Progressive enhancement only: every page works without this file.
(function () {
  "use strict";

  // A select or checkbox marked data-autosubmit sends its form when it changes.
  document.addEventListener("change", function (event) {
    const control = event.target;
    if (control.closest("[data-autosubmit]")) control.form.requestSubmit();
    if (control.type === "file") showFileName(control);
    if (control.type === "radio") showHelpOf(control);
  });

  // What belongs to the choice made (data-help-of names its value) opens, what belongs to others closes.
  function showHelpOf(control) {
    document.querySelectorAll("details[data-help-of]").forEach(function (help) {
      help.open = help.dataset.helpOf === control.value;
    });
  }

  // data-confirm asks before a form is sent that can't be taken back; data-once stops a double click.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) {
      event.preventDefault();
      return;
    }
    if (form.dataset.once !== undefined) {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    }
  });

  document.addEventListener("click", function (event) {
    const target = event.target.closest("[data-dismiss], [data-print]");
    if (target && target.dataset.dismiss !== undefined) target.closest(".notice").remove();
    if (target && target.dataset.print !== undefined) window.print();
    // An open menu closes when the click is elsewhere.
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    });
  });

  document.addEventListener("keydown", function (event) {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing) {
      const search = document.querySelector("input[type=search]");
      if (search) { event.preventDefault(); search.focus(); }
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach(function (menu) { menu.removeAttribute("open"); });
    }
  });

  // A file may be dropped on the upload area.
  ["dragover", "dragleave", "drop"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      const area = event.target.closest && event.target.closest(".drop");
      if (!area) return;
      event.preventDefault();
      area.classList.toggle("is-over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) {
        const input = area.querySelector("input[type=file]");
        input.files = event.dataTransfer.files;
        showFileName(input);
      }
    });
  });

  // On a phone the navigation is wider than the screen: show where we are.
  const here = document.querySelector(".nav [aria-current]");
  if (here) here.scrollIntoView({ block: "nearest", inline: "center" });

  // A form on a long page that was refused: show the field at fault.
  const fault = document.querySelector("#main .has-error");
  if (fault && fault.getBoundingClientRect().bottom > window.innerHeight) fault.scrollIntoView({ block: "center" });

  function showFileName(input) {
    const label = input.closest(".drop") && input.closest(".drop").querySelector("[data-file-name]");
    const file = input.files[0];
    if (label && file) label.textContent = file.name + " · " + (file.size / 1024).toFixed(0) + " KB";
  }
})();
