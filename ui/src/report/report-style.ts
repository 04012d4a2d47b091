/** The look of a report: one file, read in any browser, printed on paper, light or dark. */
export const reportStyle = `
:root { color-scheme: light dark; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; }
dl { display: grid; grid-template-columns: fit-content(40%) 1fr; gap: 0.2rem 1rem; }
dt { opacity: 0.7; overflow-wrap: anywhere; } dd { margin: 0; overflow-wrap: anywhere; }
ol { padding: 0; list-style: none; }
li { padding: 0.4rem 0 0.4rem 0.75rem; border-left: 3px solid #8a939d; border-bottom: 1px solid #8a939d55; overflow-wrap: anywhere; }
li.app { border-left-color: #1f57c3; } li.browser { border-left-color: #7a3fb8; } li.delivery { border-left-color: #0b6b66; } li.receiver { border-left-color: #8a4b08; }
time { font-variant-numeric: tabular-nums; opacity: 0.7; }
.verdict { padding: 0 0.4rem; border-radius: 0.3rem; font-weight: 600; background: #8a939d33; }
.verdict.good { background: #17692c33; } .verdict.bad { background: #a61b1b33; } .verdict.warn { background: #b3730033; }
details { margin: 0.3rem 0; } summary { cursor: pointer; }
h4 { margin: 0.6rem 0 0.2rem; }
pre { margin: 0; padding: 0.5rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; background: #8a939d22; border-radius: 0.3rem; font: 13px/1.45 ui-monospace, monospace; }
.foot { opacity: 0.7; font-size: 13px; }
`;
