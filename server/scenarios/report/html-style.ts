/** The look of the HTML report; it stands in the file, so that the file can be sent on. */
export const htmlStyle = `
:root { color-scheme: light dark; --back: #ffffff; --panel: #f6f7f9; --line: #dfe3e8; --text: #1a1f26; --muted: #56606b;
  --good: #17692c; --good-back: #e1f3e5; --bad: #a61b1b; --bad-back: #fde6e6; --warn: #7c4a03; --warn-back: #fdf0d5; --plain-back: #eceff2; }
@media (prefers-color-scheme: dark) { :root { --back: #15181c; --panel: #1b1f24; --line: #313840; --text: #e4e7eb; --muted: #a0aab5;
  --good: #7ed492; --good-back: #17331f; --bad: #ff9c9c; --bad-back: #431d20; --warn: #f2c268; --warn-back: #3a2d10; --plain-back: #2a3037; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 14px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
main { max-width: 62rem; margin: 0 auto; padding: 24px 16px 48px; }
h1 { font-size: 22px; line-height: 1.3; margin: 0 0 4px; }
h2 { font-size: 15px; margin: 32px 0 8px; color: var(--muted); font-weight: 600; }
p { margin: 0; }
code, pre { font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.muted { color: var(--muted); }
.word { display: inline-block; min-width: 74px; padding: 1px 8px; border-radius: 4px; font-size: 12px; font-weight: 600; text-align: center; background: var(--plain-back); }
.passed { color: var(--good); background: var(--good-back); }
.failed { color: var(--bad); background: var(--bad-back); }
.broken { color: var(--warn); background: var(--warn-back); }
details { border: 1px solid var(--line); border-radius: 8px; margin: 8px 0; background: var(--back); }
summary { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; padding: 10px 14px; cursor: pointer; border-radius: 8px; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--panel); }
summary:focus-visible { outline: 2px solid var(--text); outline-offset: 2px; }
summary strong { flex: 1 1 8rem; font-weight: 600; }
summary::after { content: "+"; width: 12px; text-align: center; color: var(--muted); }
details[open] > summary::after { content: "\\2212"; }
.facts { display: flex; flex-wrap: wrap; gap: 2px 16px; padding: 0 14px 10px; color: var(--muted); font-size: 13px; }
.limit { padding: 0 14px 10px; color: var(--warn); font-size: 13px; }
.finding { margin: 0 14px 12px; border-left: 3px solid var(--bad); padding: 4px 0 4px 12px; }
.finding.is-broken { border-color: var(--warn); }
.finding > p { margin-bottom: 6px; }
.finding code { margin-right: 8px; }
.table { width: 100%; border-collapse: collapse; margin-bottom: 6px; }
.table th { width: 6.5rem; text-align: left; font-weight: 600; vertical-align: top; padding: 3px 12px 3px 0; color: var(--muted); }
.table td { padding: 3px 0; white-space: pre-wrap; }
.table .seen { color: var(--bad); }
ol.steps { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
ol.steps > li { display: grid; grid-template-columns: 74px 1fr auto; gap: 2px 12px; padding: 6px 14px; border-top: 1px solid var(--line); align-items: baseline; }
ol.steps > li:first-child { border-top: 0; }
ol.steps ul { grid-column: 2 / 4; margin: 0 0 4px; padding-left: 18px; color: var(--muted); font-size: 13px; }
.step-title code { color: var(--muted); margin-left: 8px; }
.time { color: var(--muted); font-size: 13px; white-space: nowrap; font-variant-numeric: tabular-nums; }
@media print { details { break-inside: avoid; } }
`;
