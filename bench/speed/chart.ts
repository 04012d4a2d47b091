import type { GrowthStep } from './measure/growth.js';

const WIDTH = 720;
const HEIGHT = 300;
const LEFT = 60;
const RIGHT = 60;
const TOP = 34;
const BOTTOM = 46;
const CPU_COLOUR = '#2563eb';
const RSS_COLOUR = '#c2410c';

/** Cost per webhook and memory over what is stored, as an SVG that can be read on light and dark ground. */
export function drawGrowth(steps: readonly GrowthStep[], restart: { stored: number }): string {
  const maxStored = Math.max(1, ...steps.map(({ stored }) => stored));
  const maxCpu = roundUp(Math.max(...steps.map(({ cpuUsPerWebhook }) => cpuUsPerWebhook)));
  const maxRss = roundUp(Math.max(...steps.map(({ rssMiB }) => rssMiB)));
  const x = (stored: number) => LEFT + (stored / maxStored) * (WIDTH - LEFT - RIGHT);
  const y = (share: number) => HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  const points = (values: readonly number[], max: number) =>
    values.map((value, index) => `${at(x(steps[index]?.stored ?? 0))},${at(y(value / max))}`).join(' ');
  const cpu = points(
    steps.map(({ cpuUsPerWebhook }) => cpuUsPerWebhook),
    maxCpu,
  );
  const rss = points(
    steps.map(({ rssMiB }) => rssMiB),
    maxRss,
  );
  const shares = [0, 0.25, 0.5, 0.75, 1];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="CPU per webhook and memory over stored webhooks" font-family="system-ui, sans-serif" font-size="12">
<rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="#ffffff"/>
<text x="${LEFT}" y="20" fill="${CPU_COLOUR}">CPU per webhook, microseconds</text>
<text x="${WIDTH - RIGHT}" y="20" text-anchor="end" fill="${RSS_COLOUR}">memory (RSS), MiB</text>
${shares.map((share) => `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at(y(share))}" y2="${at(y(share))}" stroke="#d4d4d8"/>${label(LEFT - 8, y(share) + 4, 'end', maxCpu * share)}${label(WIDTH - RIGHT + 8, y(share) + 4, 'start', maxRss * share)}`).join('\n')}
${shares.map((share) => label(x(maxStored * share), HEIGHT - BOTTOM + 18, 'middle', maxStored * share)).join('\n')}
<text x="${WIDTH / 2}" y="${HEIGHT - 10}" text-anchor="middle" fill="#52525b">webhooks stored; started again at ${restart.stored.toLocaleString('en')}</text>
<polyline points="${rss}" fill="none" stroke="${RSS_COLOUR}" stroke-width="2" stroke-dasharray="5 4"/>
<polyline points="${cpu}" fill="none" stroke="${CPU_COLOUR}" stroke-width="2.5"/>
</svg>
`;
}

function label(x: number, y: number, anchor: 'start' | 'middle' | 'end', value: number): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="#52525b">${Math.round(value).toLocaleString('en')}</text>`;
}

function at(value: number): number {
  return Math.round(value * 10) / 10;
}

/** To the next round number, so that the curve keeps clear of the upper edge. */
function roundUp(value: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return Math.ceil(value / step + 0.2) * step;
}
