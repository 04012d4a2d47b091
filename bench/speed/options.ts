import { parseArgs } from 'node:util';

/** What the command line asked for. */
export interface BenchOptions {
  isJson: boolean;
  isQuick: boolean;
  /** A few payments of everything: shows that it runs, says nothing about speed. */
  isSmoke: boolean;
  hasInstall: boolean;
}

const USAGE = `Usage: npm run bench -- [options]

  --quick        fewer repeats, 90 seconds at most; the figures scatter more
  --smoke        a handful of payments: shows that everything runs
  --no-install   leaves out the production install, which may need the network
  --json         prints one JSON object and nothing else on stdout
  --help         prints this`;

/** A command line that makes no sense, or that asks for help. */
export class UsageProblem extends Error {
  readonly isHelp: boolean;

  constructor(message: string, isHelp = false) {
    super(isHelp ? USAGE : `${message}\n\n${USAGE}`);
    this.isHelp = isHelp;
  }
}

/** @throws UsageProblem */
export function readOptions(args: readonly string[]): BenchOptions {
  const values = parse(args);
  if (values.help === true) throw new UsageProblem('', true);
  return {
    isJson: values.json === true,
    isQuick: values.quick === true,
    isSmoke: values.smoke === true,
    hasInstall: values['no-install'] !== true,
  };
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { json: flag, quick: flag, smoke: flag, 'no-install': flag, help: { ...flag, short: 'h' } },
    }).values;
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageProblem(`error: ${sentence}.`);
  }
}
