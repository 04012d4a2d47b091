const MIB = 1_048_576;

const step = `  - await payment: { reference: "a \${run.id}", within: 30s }\n  - pay: { card: frictionless }\n  - expect: { status: SUCCEEDED }\n`;
const head = 'version: 1\nname: Long\nprovider: securepayapi\nsteps:\n';

function fill(piece: string, bytes = MIB): string {
  return piece.repeat(Math.floor(bytes / piece.length));
}

/** Texts that make careless readers slow, each 1 MiB at most. */
export const texts: Readonly<Record<string, string>> = {
  'the longest that is accepted': head + step.repeat(62),
  'the same, all wrong': head + '  - crate: { a: 1, b: 2 }\n'.repeat(125),
  'steps, 1 MiB': head + fill(step, MIB - head.length),
  'JSON, 1 MiB': `{"a":[${fill('{"b":1},', MIB - 20)}0]}`,
  'alias bomb': `a: &a [x,x]\n${Array.from({ length: 60 }, (_, index) => `b${index}: &b${index} [*a,*a,*a]\n`).join('')}`,
  'dashes on one line': fill('- '),
  'a million items': fill('- a\n'),
  braces: fill('{'),
  '100,000 brackets': '['.repeat(100_000),
  'single quotes': fill("'"),
  'double quotes': fill('"'),
  'one word': fill('a'),
  'one text': `a: "${fill('x', MIB - 10)}"`,
  'many texts of the longest length': `a:\n${fill(`  - "${'x'.repeat(65_000)}"\n`, 390_000)}`,
  'a block': `a: |\n${fill('  x\n', MIB - 10)}`,
  'folded lines': `a: >\n${fill('  x\n\n', MIB - 10)}`,
  'a text over lines': `a: '${fill('\n', MIB - 10)}'`,
  'a word over lines': `a:\n${fill('  b\n', MIB - 10)}`,
  escapes: `a: "${fill('\\u0061', MIB - 10)}"`,
  comments: fill('# x\n'),
  'empty lines': fill('\n'),
  blanks: fill(' '),
  tabs: fill('\t'),
  colons: fill(': '),
  'question marks': fill('? '),
  documents: fill('---\n'),
  directives: fill('%a\n'),
  staircase: Array.from({ length: 1_400 }, (_, index) => `${' '.repeat(index)}a:`).join('\n'),
  'open references': `version: 1\nname: x\nvariables: { a: "${fill('${', 60_000)}" }\nsteps: [ { open: } ]`,
  'references to nothing': `version: 1\nname: x\nvariables: { a: "${fill(`\${b}`, 60_000)}" }\nsteps: [ { open: } ]`,
  'a long unknown step': `version: 1\nname: x\nsteps: [ { ${fill('a', 60_000)}: 1 } ]`,
  'many keys in one map': `version: 1\nname: x\nsteps: []\nvariables: { ${Array.from({ length: 480 }, (_, index) => `v${index}: 1`).join(', ')} }`,
};
