/** Style sheet of the pay page; served as a file because its content security policy allows no inline style. */
export const pageStyle = `:root {
  color-scheme: light dark;
  --ground: #eef1f6;
  --card: #ffffff;
  --ink: #16202e;
  --soft: #586579;
  --line: #d8dee8;
  --accent: #1f5fd6;
  --accent-ink: #ffffff;
  --warn-ground: #fdecea;
  --warn-ink: #8c1d18;
  --note-ground: #f5f7fb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e131b;
    --card: #182130;
    --ink: #eaf0f8;
    --soft: #a3b1c6;
    --line: #2d3a4f;
    --accent: #7aa8ff;
    --accent-ink: #0b1526;
    --warn-ground: #43201f;
    --warn-ink: #ffc9c4;
    --note-ground: #121a27;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100vh;
  min-height: 100dvh;
  display: grid;
  place-items: center;
  padding: 1.25rem;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main {
  width: 100%;
  max-width: 27rem;
  padding: 1.75rem;
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 1rem;
  box-shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 12px 32px rgb(0 0 0 / 8%);
}
.brand { display: flex; align-items: center; justify-content: space-between; gap: 1rem; margin: 0 0 1.5rem; font-weight: 700; }
.tag {
  padding: 0.1rem 0.6rem;
  border: 1px solid var(--line);
  border-radius: 1rem;
  color: var(--soft);
  font-size: 0.8rem;
  font-weight: 500;
}
h1 { margin: 0; color: var(--soft); font-size: 1rem; font-weight: 500; }
.amount { margin: 0; font-size: 2.6rem; font-weight: 700; line-height: 1.2; letter-spacing: -0.02em; overflow-wrap: anywhere; }
.note { margin: 0.5rem 0 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.small { margin: 0.25rem 0 0; color: var(--soft); font-size: 0.875rem; }
.warning { margin: 1.25rem 0 0; padding: 0.75rem 1rem; border-radius: 0.6rem; background: var(--warn-ground); color: var(--warn-ink); }
.title { margin: 0; color: var(--ink); font-size: 1.5rem; font-weight: 700; line-height: 1.3; }
fieldset { margin: 1.5rem 0 1.25rem; padding: 0.6rem 1rem 0.8rem; border: 1px dashed var(--line); border-radius: 0.6rem; background: var(--note-ground); }
legend { padding: 0 0.4rem; color: var(--soft); font-size: 0.8rem; }
label { display: flex; align-items: center; gap: 0.6rem; min-height: 2.25rem; cursor: pointer; }
input[type="radio"] { width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--accent); }
button {
  display: block;
  width: 100%;
  min-height: 3rem;
  margin-top: 0.75rem;
  padding: 0.6rem 1rem;
  border: 1px solid var(--line);
  border-radius: 0.6rem;
  background: transparent;
  color: var(--ink);
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button:hover { border-color: var(--accent); }
button.primary { border-color: var(--accent); background: var(--accent); color: var(--accent-ink); }
button.primary:hover { filter: brightness(1.08); }
button.quiet { border-color: transparent; color: var(--soft); font-weight: 500; text-decoration: underline; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
footer { margin-top: 1.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.8rem; }
@media (max-width: 24rem) {
  body { padding: 0; place-items: stretch; }
  main { border: 0; border-radius: 0; box-shadow: none; padding: 1.25rem; }
  .amount { font-size: 2.1rem; }
}
@media (forced-colors: active) {
  button.primary { border-width: 3px; }
}
`;
