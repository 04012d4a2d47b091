import type { VerbCompletion } from './list-completions.js';

/** A script for bash. Where nothing of ours fits, files are offered. */
export function writeBash(verbs: readonly VerbCompletion[]): string {
  return `# paystage completion for bash. Now: source <(paystage completion bash). For ever: put that line into ~/.bashrc.
_paystage() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} verb=\${COMP_WORDS[1]} words=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${verbs.map(({ name }) => name).join(' ')} --help --version'
  else
    case $verb in
${verbs.map(writeVerb).join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _paystage paystage
`;
}

function writeVerb({ name, flags, words }: VerbCompletion): string {
  const chosen = flags.filter(({ choices }) => choices.length > 0);
  const open = flags.filter(({ takesValue, choices }) => takesValue && choices.length === 0).map(({ flag }) => flag);
  return `      ${name})
        case $before in
${chosen.map(({ flag, choices }) => `          ${flag}) words='${choices.join(' ')}' ;;\n`).join('')}${open.length > 0 ? `          ${open.join('|')}) return ;;\n` : ''}          *) case $word in -*) words='${flags.map(({ flag }) => flag).join(' ')}' ;; *) words='${words.join(' ')}' ;; esac ;;
        esac ;;`;
}
