import { hostileTexts } from './hostile-strings.js';

const RUN = 'window.__pwned=1';

/** Beside `hostileTexts`, one for each way in which a page has been talked into running a text, loading from it or being led astray by it. */
export const rarerHostileTexts: readonly string[] = [
  // Elements that run something without a click.
  `<body onload=${RUN}>`,
  `<svg onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><image href=1 onerror=${RUN} /></svg>#x"></use></svg>`,
  `<svg><set attributeName=onmouseover to=${RUN}></svg>`,
  `<svg><a xlink:href="javascript:${RUN}"><text y=20>pay</text></a></svg>`,
  `<video><source onerror=${RUN}></video>`,
  `<audio src=x onerror=${RUN}></audio>`,
  `<input autofocus onfocus=${RUN}>`,
  `<select autofocus onfocus=${RUN}></select>`,
  `<marquee onstart=${RUN}>x</marquee>`,
  `<object data="javascript:${RUN}"></object>`,
  `<embed src="javascript:${RUN}">`,
  `<iframe src="javascript:parent.${RUN.replace('window.', '')}"></iframe>`,
  `<math><a xlink:href="javascript:${RUN}">pay</a></math>`,
  `<isindex type=image src=x onerror=${RUN}>`,
  `<keygen autofocus onfocus=${RUN}>`,
  `<button popovertarget=p onclick=${RUN}>x</button><div id=p popover onbeforetoggle=${RUN}></div>`,
  `<style>@keyframes x{}</style><b style="animation-name:x" onanimationstart=${RUN} data-pwned>x</b>`,
  // Markup that a parser rewrites into something else (mutation).
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${RUN}&gt;">`,
  `<svg></p><style><a id="</style><img src=x onerror=${RUN}>">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=${RUN}>`,
  `<listing>&lt;img src=x onerror=${RUN}&gt;</listing>`,
  `<xmp><p title="</xmp><img src=x onerror=${RUN}>">`,
  `<template shadowrootmode=open><img src=x onerror=${RUN}></template>`,
  `<img src=x${'\u0000'} onerror=${RUN}>`,
  `<img/src="x"/onerror=${RUN}//`,
  `<<script>${RUN}//<</script>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<!--><img src=x onerror=${RUN}>-->`,
  `<![CDATA[><img src=x onerror=${RUN}>]]>`,
  `<?xml version="1.0"?><?xml-stylesheet href="javascript:${RUN}"?>`,
  // Addresses.
  `JaVaScRiPt:${RUN}`,
  `\u0001javascript:${RUN}`,
  `java\nscript:${RUN}`,
  `javascript&colon;${RUN}`,
  `vbscript:${RUN}`,
  `data:text/html;base64,${Buffer.from(`<script>${RUN}</script>`).toString('base64')}`,
  `blob:http://evil.example/${RUN}`,
  '//evil.example/x',
  '\\\\evil.example\\x',
  // Loading instead of running.
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=http://evil.example/">',
  '<img srcset="//evil.example/a 1x">',
  '<div style="background-image:url(//evil.example/b)" data-pwned>x</div>',
  '<link rel=preconnect href=http://evil.example><link rel=dns-prefetch href=//evil.example>',
  // Names that shadow the page's own.
  '<a id=root name=root><form id=document><input name=cookie></form>',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '__proto__[isAdmin]=true&constructor[prototype][isAdmin]=true',
  // Letters that deceive.
  'p\u0430ypal \u200b\u200c\u200d\u2060\ufeff invisible',
  '\u202e\u2067moc.elpmaxe\u2069\u202c',
  '\ufe0f\u{e0041}\u{e0042}\u{e007f} tag letters',
  `${'\u0300'.repeat(60)} marks`,
  // Formulas and lines of other formats.
  `=HYPERLINK("http://evil.example","x")`,
  `\n::error file=x::pwned\r\n##[command]pwned`,
];

/** Everything: at least sixty texts that do harm where they are taken for anything but text. */
export const hostileCorpus: readonly string[] = [...hostileTexts, ...rarerHostileTexts];
