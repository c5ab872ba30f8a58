// Suggests words while they are typed. Whoever has no script types on and presses Enter.

for (const field of document.querySelectorAll("input[list]")) {
  let pause;
  let typed = "";

  field.addEventListener("input", (event) => {
    clearTimeout(pause);
    if (event.inputType === "insertReplacementText" || !event.inputType) {
      if (field.value) field.form.requestSubmit(); // an option was chosen
      return;
    }
    typed = field.value.trim();
    pause = setTimeout(suggest, 120, typed);
  });

  async function suggest(words) {
    if (words.length < 2) return field.list.replaceChildren();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(words)}`);
      const { suggestions } = await answer.json();
      if (words === typed) field.list.replaceChildren(...suggestions.map((text) => new Option("", text)));
    } catch {
      field.list.replaceChildren(); // without an answer nothing is suggested
    }
  }
}
