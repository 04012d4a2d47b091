/**
 * `npm run fault-reference`: writes the tables of docs/faults.md from the catalogue that every door to the faults uses. Needs a build.
 * A test fails when they are out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TARGET = fileURLToPath(new URL('../docs/faults.md', import.meta.url));
const PLACES = { delivery: 'Webhooks', api: 'Calls of your app', redirect: 'The way back of the browser' };
/** What every fault takes, told once. */
const FRAME = ['when', 'times', 'forMs', 'seed'];

/** The page with its tables written anew. @param kinds as `presentKinds` makes them, `providers` what there is. */
export function fillFaultReference(page, kinds, providers) {
  const tables = Object.entries(PLACES).map(([place, title]) => {
    const rows = kinds.filter((kind) => kind.place === place).map((kind) => renderKind(kind, providers));
    return `### ${title}\n\n| Fault | What it does | Parameters |\n| --- | --- | --- |\n${rows.join('\n')}`;
  });
  return page.replace(
    /(<!-- catalogue -->\n)[\s\S]*?(<!-- end -->)/,
    (_all, begin, end) => `${begin}\n${tables.join('\n\n')}\n\n${end}`,
  );
}

function renderKind({ name, sentence, providers: able, schema }, providers) {
  const only =
    able.length === providers.length
      ? ''
      : ` Only at ${providers
          .filter((each) => able.includes(each.name))
          .map(({ title }) => title)
          .join(', ')}.`;
  const params = Object.entries(schema.properties ?? {}).filter(([key]) => key !== 'fault' && !FRAME.includes(key));
  return `| \`${name}\` | ${sentence}${only} | ${params.map(renderParam).join('<br>')} |`;
}

function renderParam([name, { title, help, default: fallback, enum: choices }]) {
  const values = choices ? ` (${choices.map((word) => `\`${word}\``).join(', ')})` : '';
  const from = fallback === undefined ? '' : `, default \`${fallback}\``;
  const words = `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
  return `\`${name}\`${words === name && help ? '' : `: ${words}`}${values}${from}${help ? `. ${help}` : ''}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [{ presentKinds }, { providers }] = await Promise.all(
    ['http/control/fault-kind-views', 'providers/index'].map((name) => import(`../dist/server/${name}.js`)),
  );
  writeFileSync(TARGET, fillFaultReference(readFileSync(TARGET, 'utf8'), presentKinds(providers), providers));
  console.log('Wrote the tables of docs/faults.md.');
}
