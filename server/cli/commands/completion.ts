import { version } from '../../version.js';
import { checkChoice } from '../check-choice.js';
import type { Verb } from '../verb.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const completion: Verb = {
  name: 'completion',
  summary: 'print a script that completes commands in your shell',
  description:
    'Prints a script for bash, zsh or fish. With it the Tab key completes commands, flags and their values, names of providers, faults and ready scenarios, and ids of checks. It is made from the commands themselves; print it anew after an update.',
  arguments: [{ syntax: '<shell>', description: SHELLS.join(', ') }],
  settings: [],
  examples: [
    'paystage completion bash > ~/.local/share/bash-completion/completions/paystage',
    'source <(paystage completion bash)      # only in this shell',
    'paystage completion zsh >> ~/.zshrc',
    'paystage completion fish > ~/.config/fish/completions/paystage.fish',
  ],
  async run({ args, output, verbs }) {
    const shell = checkChoice('shell', args[0] ?? '', SHELLS);
    const [{ listCompletions }, { writeBash }, { writeZsh }, { writeFish }] = await Promise.all([
      import('../completion/list-completions.js'),
      import('../completion/write-bash.js'),
      import('../completion/write-zsh.js'),
      import('../completion/write-fish.js'),
    ]);
    const write = { bash: writeBash, zsh: writeZsh, fish: writeFish }[shell];
    output.line(write(await listCompletions(version, verbs)).trimEnd());
    return 0;
  },
};
