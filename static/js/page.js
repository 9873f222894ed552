// What a script adds to pages that already work without one. Each part looks for its own place and is silent without it.

// The list of mistakes takes the focus by its autofocus, which browsers ignore when the address has a #.
if (location.hash) document.querySelector(".error-summary")?.focus();

// A form is sent once. The server recognises a second sending as well; this only saves the wait.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (button instanceof HTMLButtonElement && !button.hasAttribute("data-quiet")) {
    button.dataset.words = button.textContent;
    // After this turn: a button that is disabled at once would not send its own name.
    setTimeout(() => {
      button.disabled = true;
      button.textContent = "Đang gửi…";
    });
  }
  // A file may come back instead of a page, or the network may be gone: the form must not stay shut. One that sends
  // a file stays so: a second click would begin the sending anew.
  const sends = [...form.querySelectorAll("input[type=file]")].some((box) => box.files.length);
  setTimeout(() => (sends ? stillSending(form) : reopen(form)), 8000);
});

function stillSending(form) {
  for (const button of form.querySelectorAll("button[data-words]")) button.textContent = "Vẫn đang gửi, xin chờ…";
}

function reopen(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[data-words]")) {
    button.disabled = false;
    button.textContent = button.dataset.words;
    delete button.dataset.words;
  }
}

// Back in the browser may show the page as it was left, with its forms shut and its boxes filled.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach(reopen);
});

// A button beside a password box that shows what was typed.
for (const box of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain";
  button.setAttribute("aria-controls", box.id);
  const line = document.createElement("div");
  line.className = "password-line";
  const show = (shown) => {
    box.type = shown ? "text" : "password";
    button.textContent = shown ? "Ẩn mật khẩu" : "Hiện mật khẩu";
  };
  box.replaceWith(line);
  line.append(box, button);
  show(false);
  button.addEventListener("click", () => show(box.type === "password"));
  box.form?.addEventListener("submit", () => show(false));
}
