// Gives each request a button that copies it. Without this script there is no button.
for (const figure of document.querySelectorAll("figure.request")) {
  const text = figure.querySelector("pre");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy the request: ${figure.dataset.who}`);
  button.addEventListener("click", async () => {
    const copied = await copy(text);
    say(button, copied ? "Copied" : "Selected");
  });
  figure.querySelector("figcaption").append(button);
}

const told = document.createElement("p");
told.className = "told";
told.setAttribute("role", "status");
document.body.append(told);

/** Copies; where the page may not (plain http on another machine), selects the text instead. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(text);
    return false;
  }
}

function say(button, word) {
  button.textContent = told.textContent = word;
  setTimeout(() => {
    button.textContent = "Copy";
    told.textContent = "";
  }, 2000);
}
