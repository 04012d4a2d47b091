import { html, type SafeHtml } from '../html.js';
import type { RouteReply } from '../provider.js';
import type { Settings } from './settings.js';

export type ToBase = '' | '../' | '../../';

export interface PageParts {
  title: string;
  theme: Settings['defaultTheme'];
  /** Relative way from the page's folder to the provider's base. Keeps pages working below a path and on a host. */
  toBase: ToBase;
  /** What the page is, at its top; that it is a mock unless said otherwise. */
  notice?: string;
  /** File name of the page's script. */
  script?: string;
  /** Seconds after which the browser asks again; for pages that wait. */
  refreshSeconds?: number;
  isFramed?: boolean;
  body: SafeHtml;
}

const mockNotice = 'Paystage mock of SecurePayAPI. No money moves; never enter a real card.';

/** Loopback origins that may frame the widget. An IPv6 address cannot stand in a policy: its grammar has no brackets. */
const loopbackOrigins = ['http', 'https'].flatMap((scheme) =>
  ['localhost', '*.localhost', '127.0.0.1'].map((host) => `${scheme}://${host}:*`),
);

/** Policy of a page: only what the mock itself serves, nothing inline, and framed by nobody or by the named origins. */
function buildPolicy(ancestors: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    `frame-ancestors ${ancestors.length > 0 ? ancestors.join(' ') : "'none'"}`,
  ].join('; ');
}

/** A whole page as a reply. It replaces the default policy, and no X-Frame-Options goes with it, which would overrule the ancestors. */
export function replyWithPage(status: number, parts: PageParts, frameOrigins?: readonly string[]): RouteReply {
  const ancestors = frameOrigins ? ["'self'", ...loopbackOrigins, ...frameOrigins] : [];
  return {
    status,
    headers: [['Content-Security-Policy', buildPolicy(ancestors)]],
    content: { kind: 'html', text: renderDocument(parts).text },
  };
}

function renderDocument({
  title,
  theme,
  toBase,
  notice = mockNotice,
  script,
  refreshSeconds,
  isFramed,
  body,
}: PageParts): SafeHtml {
  return html`<!doctype html>
<html lang="en"${theme === 'system' ? '' : html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${refreshSeconds !== undefined && html`<meta http-equiv="refresh" content="${refreshSeconds}">`}
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${toBase}assets/page.css">
${script !== undefined && html`<script type="module" src="${toBase}assets/${script}"></script>`}
</head>
<body class="${isFramed ? 'framed' : 'whole'}">
<main>
<p class="mock">${notice}</p>
${body}
</main>
</body>
</html>
`;
}
