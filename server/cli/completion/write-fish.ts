import type { FlagCompletion, VerbCompletion } from './list-completions.js';

/** A script for fish. */
export function writeFish(verbs: readonly VerbCompletion[]): string {
  const lines = verbs.flatMap(({ name, summary, flags, words }) => [
    `complete -c paystage -f -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
    ...flags.map((flag) => writeFlag(name, flag)),
    ...(words.length > 0 ? [`complete -c paystage -f ${when(name)} -a ${quote(words.join(' '))}`] : []),
  ]);
  return `# paystage completion for fish. Now: paystage completion fish | source. For ever: paystage completion fish > ~/.config/fish/completions/paystage.fish
${lines.join('\n')}
`;
}

function writeFlag(verb: string, { flag, description, takesValue, choices }: FlagCompletion): string {
  const value = !takesValue ? '' : choices.length > 0 ? ` -x -a ${quote(choices.join(' '))}` : ' -r';
  return `complete -c paystage ${when(verb)} -l ${flag.replace(/^--/, '')}${value} -d ${quote(description)}`;
}

function when(verb: string): string {
  return `-n '__fish_seen_subcommand_from ${verb}'`;
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
