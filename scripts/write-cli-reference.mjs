/**
 * `npm run cli-reference`: writes docs/cli.md from the commands' own definitions, which their help is made of too. Needs a build.
 * A test fails when the page is out of date.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TARGET = fileURLToPath(new URL('../docs/cli.md', import.meta.url));

/**
 * The text of docs/cli.md.
 * @param modules `verbs`, `connectionSettings`, `toVariable` and `exitCodes` of server/cli, from sources or from the build.
 */
export async function buildCliReference({ verbs, connectionSettings, toVariable, exitCodes }) {
  const loaded = await Promise.all(verbs.map(({ load }) => load()));
  const connection = loaded.flatMap(({ settings }) => settings).filter((setting) => connectionSettings.includes(setting));
  const shared = connectionSettings.filter((setting) => connection.includes(setting));
  const takesCommas = ({ readText }) => [readText('a,b')].flat().length > 1;
  const repeatable = loaded.flatMap(({ settings }) => settings).filter(({ isRepeatable }) => isRepeatable);
  const whole = [...new Set(repeatable.filter((setting) => !takesCommas(setting)).map(({ flag }) => `\`--${flag}\``))].sort();
  return `# Command line

\`paystage <command> [options]\`; \`paystage help <command>\` says the same at the terminal. In a clone write \`npx paystage\`, and \`npm start --\` for \`paystage start\`.

| Command | What it does |
| --- | --- |
${verbs.map(({ name, summary }) => `| [\`${name}\`](#paystage-${name}) | ${escapeCell(summary)} |`).join('\n')}

## Options, variables, file

Every option is also an environment variable and, where the tables name a key, a key of \`paystage.config.yaml\` (or \`.yml\`, \`.json\`). A flag wins over a variable, a variable over the file. An option that is repeatable may be
given several times, or once with commas between its values; a comma is a part of the value in ${joinWords(whole)}. [Setup](setup.md) has an example.

## Which stage

A command that talks to a stage finds the one that runs with the data folder of this directory. To name another one:

${listSettings(shared, toVariable)}

## Exit codes

| Code | Means |
| --- | --- |
${exitCodes.map(([code, meaning]) => `| ${code} | ${meaning} |`).join('\n')}

An error is \`error:\` and \`hint:\` on stderr; with \`--json\` it is one line of JSON. \`PAYSTAGE_DEBUG=1\` adds where a defect happened.

${loaded.map((verb) => renderVerb(verb, connectionSettings, toVariable)).join('\n\n')}
`;
}

function renderVerb({ name, description, arguments: given, settings, examples }, connectionSettings, toVariable) {
  const isStart = name === 'start';
  const own = settings.filter((setting) => isStart || !connectionSettings.includes(setting));
  const shared = isStart ? [] : settings.filter((setting) => connectionSettings.includes(setting));
  const { text, exits } = splitExits(description);
  const usage = ['paystage', name, '[options]', ...given.map(({ syntax }) => syntax)].join(' ');
  const parts = [
    `## paystage ${name}`,
    describeText(text),
    `\`${usage}\``,
    given.length === 0
      ? ''
      : `| Argument | Means |\n| --- | --- |\n${given.map((one) => `| \`${one.syntax}\` | ${escapeCell(one.description)} |`).join('\n')}`,
    own.length === 0 ? '' : listSettings(own, toVariable),
    shared.length === 0 ? '' : `And ${shared.map(({ flag }) => `\`--${flag}\``).join(', ')}: [which stage](#which-stage).`,
    exits,
    `\`\`\`sh\n${examples.join('\n')}\n\`\`\``,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** A first paragraph, and lines that begin with blanks as the list they are at the terminal. */
function describeText(text) {
  const [first = '', ...lines] = text.split('\n');
  const list = lines.map((line) => {
    const [, word = '', meaning = ''] = /^\s*(.+?)\s{2,}(.*)$/.exec(line) ?? [];
    return word === '' ? `- ${escapeText(line.trim())}` : `- \`${word}\`: ${escapeText(meaning)}`;
  });
  return [escapeText(first), ...(list.length === 0 ? [] : [list.join('\n')])].join('\n\n');
}

/** What a command says about its own exit codes stands last in its description. */
function splitExits(description) {
  const found = /\s*(Exits [\s\S]*)$/.exec(description);
  return found ? { text: description.slice(0, found.index), exits: found[1] } : { text: description, exits: '' };
}

function listSettings(settings, toVariable) {
  const rows = settings.map((setting) => {
    const { text, fallback } = splitDefault(setting.description);
    const flag = `\`--${setting.flag}${setting.placeholder === null ? '' : ` ${setting.placeholder}`}\``;
    const key = setting.isInFile ? `\`${setting.name}\`` : '';
    return `| ${[flag, escapeText(text), fallback, `\`${toVariable(setting.flag)}\``, key].map(escapePipes).join(' | ')} |`;
  });
  return `| Option | Means | Default | Variable | Key in the file |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}`;
}

function splitDefault(description) {
  const found = /\s*\(default: ([^)]*)\)/.exec(description);
  return found ? { text: description.replace(found[0], ''), fallback: `\`${found[1]}\`` } : { text: description, fallback: '' };
}

/** `a, b and c` */
function joinWords(words) {
  return words.join(', ').replace(/, ([^,]*)$/, ' and $1');
}

function escapeCell(text) {
  return escapePipes(escapeText(text));
}

/** Outside code a placeholder would be read as HTML. */
function escapeText(text) {
  return text.replace(/</g, '\\<').replace(/\*(?=[.\w])/g, '\\*');
}

function escapePipes(text) {
  return text.replace(/\|/g, '\\|');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [{ verbs }, { connectionSettings }, { toVariable }, { EXIT_CODES }] = await Promise.all(
    ['verbs', 'settings', 'values', 'exit-codes'].map((name) => import(`../dist/server/cli/${name}.js`)),
  );
  writeFileSync(TARGET, await buildCliReference({ verbs, connectionSettings, toVariable, exitCodes: EXIT_CODES }));
  console.log('Wrote docs/cli.md.');
}
