/** Style of every page of this provider, the widget included. Light and dark follow the system unless `data-theme` decides. */
export const pageStyle = `
:root {
  color-scheme: light;
  --ground: #eef1f6;
  --sheet: #ffffff;
  --ink: #16202e;
  --quiet: #566377;
  --line: #d3dae5;
  --accent: #0b5fcc;
  --accent-ink: #ffffff;
  --bank: #115e59;
  --good: #14713c;
  --good-wash: #e5f5eb;
  --bad: #a81c2b;
  --bad-wash: #fcebed;
  --mock-wash: #fff5da;
  --mock-ink: #6b4b00;
}
@media (prefers-color-scheme: dark) {
  :root:not([data-theme='light']) {
    color-scheme: dark;
    --ground: #0e141c;
    --sheet: #18212d;
    --ink: #e7edf5;
    --quiet: #a0aec0;
    --line: #344153;
    --accent: #7db4ff;
    --accent-ink: #06203f;
    --bank: #5ad1c3;
    --good: #79d99c;
    --good-wash: #143021;
    --bad: #ff9aa5;
    --bad-wash: #3a1a20;
    --mock-wash: #362c12;
    --mock-ink: #f3d58b;
  }
}
:root[data-theme='dark'] {
  color-scheme: dark;
  --ground: #0e141c;
  --sheet: #18212d;
  --ink: #e7edf5;
  --quiet: #a0aec0;
  --line: #344153;
  --accent: #7db4ff;
  --accent-ink: #06203f;
  --bank: #5ad1c3;
  --good: #79d99c;
  --good-wash: #143021;
  --bad: #ff9aa5;
  --bad-wash: #3a1a20;
  --mock-wash: #362c12;
  --mock-ink: #f3d58b;
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
}
main {
  max-width: 30rem;
  margin: 0 auto;
  padding: clamp(0.75rem, 4vw, 2.5rem) 0.75rem;
}
body.framed main { max-width: 36rem; padding: 0.5rem; }
.sheet {
  background: var(--sheet);
  border: 1px solid var(--line);
  border-radius: 14px;
  padding: clamp(1rem, 4vw, 1.75rem);
  box-shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 10px 30px rgb(0 0 0 / 6%);
}
h1, h2 { margin: 0; line-height: 1.25; overflow-wrap: anywhere; }
h1 { font-size: 1.3rem; }
h2 { font-size: 1.1rem; }
h1:focus, h2:focus { outline: none; }
p { margin: 0.5rem 0 0; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: 0.9rem; }
.amount { font-size: 2rem; font-weight: 650; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; margin: 0.25rem 0 0; }
.mock {
  background: var(--mock-wash);
  color: var(--mock-ink);
  border-radius: 8px;
  padding: 0.4rem 0.7rem;
  margin: 0 0 1rem;
  font-size: 0.85rem;
  text-wrap: balance;
}
.field { display: block; margin-top: 0.9rem; }
.field span { display: block; font-size: 0.85rem; font-weight: 600; margin-bottom: 0.25rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0.75rem; }
input[type='text'] {
  width: 100%;
  min-height: 2.75rem;
  padding: 0.5rem 0.75rem;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--ground);
  color: inherit;
  font: inherit;
  font-variant-numeric: tabular-nums;
}
input[aria-invalid='true'] { border-color: var(--bad); }
fieldset { border: 1px dashed var(--line); border-radius: 10px; margin: 1.1rem 0 0; padding: 0.5rem 0.75rem 0.75rem; min-width: 0; }
legend { padding: 0 0.4rem; font-size: 0.85rem; font-weight: 600; color: var(--quiet); }
.card { display: flex; gap: 0.65rem; align-items: flex-start; padding: 0.45rem 0.4rem; border-radius: 8px; cursor: pointer; }
.card:hover { background: var(--ground); }
.card:has(input:checked) { background: var(--ground); box-shadow: inset 3px 0 0 var(--accent); }
.card input { margin: 0.3rem 0 0; accent-color: var(--accent); }
.card strong { display: block; font-size: 0.92rem; font-weight: 600; }
.card code { font-size: 0.82rem; color: var(--quiet); }
button {
  width: 100%;
  min-height: 2.9rem;
  margin-top: 1.1rem;
  border: 1px solid transparent;
  border-radius: 9px;
  background: var(--accent);
  color: var(--accent-ink);
  font: inherit;
  font-weight: 650;
  cursor: pointer;
}
button:hover { filter: brightness(1.08); }
button:disabled { opacity: 0.55; cursor: progress; }
button.second { background: transparent; color: var(--ink); border-color: var(--line); margin-top: 0.6rem; }
:is(button, input, a):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.bank { border-top: 5px solid var(--bank); }
.bank .name { display: flex; justify-content: space-between; gap: 1rem; color: var(--bank); font-weight: 700; margin: 0 0 0.9rem; }
.facts { display: grid; grid-template-columns: auto 1fr; gap: 0.15rem 1rem; margin: 0.9rem 0 0; font-size: 0.92rem; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
.note { background: var(--ground); border-radius: 9px; padding: 0.65rem 0.85rem; margin: 0.9rem 0 0; }
.note + .bank { margin-top: 1rem; }
.note.bad { background: var(--bad-wash); color: var(--bad); }
.note.good { background: var(--good-wash); color: var(--good); }
iframe.widget { display: block; width: 100%; height: 32rem; margin: 1rem 0; border: 1px dashed var(--line); border-radius: 14px; }
pre {
  margin: 0.75rem 0 0;
  padding: 0.65rem 0.85rem;
  border-radius: 9px;
  background: var(--ground);
  font-size: 0.82rem;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
.state { text-align: center; padding: 1.25rem 0; }
.mark {
  display: inline-grid;
  place-items: center;
  width: 3.5rem;
  height: 3.5rem;
  margin-bottom: 0.75rem;
  border-radius: 50%;
  font-size: 1.7rem;
  font-weight: 700;
}
.mark.good { background: var(--good-wash); color: var(--good); }
.mark.bad { background: var(--bad-wash); color: var(--bad); }
.mark.busy { border: 4px solid var(--line); border-top-color: var(--accent); animation: turn 0.9s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { .mark.busy { animation: none; } }
`;
