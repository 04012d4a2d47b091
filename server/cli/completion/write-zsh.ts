import type { FlagCompletion, VerbCompletion } from './list-completions.js';

/** A script for zsh. Where nothing of ours fits, files are offered. */
export function writeZsh(verbs: readonly VerbCompletion[]): string {
  return `#compdef paystage
# paystage completion for zsh. Now: source <(paystage completion zsh). For ever: put that line into ~/.zshrc, after compinit.
_paystage() {
  local -a verbs
  verbs=(
${verbs.map(({ name, summary }) => `    ${quote(`${name}:${summary.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command verbs
    return
  fi
  local verb=$words[2]
  shift words
  (( CURRENT-- ))
  case $verb in
${verbs.map(writeVerb).join('\n')}
  esac
}
if [[ $funcstack[1] = _paystage ]]; then _paystage "$@"; else compdef _paystage paystage; fi
`;
}

function writeVerb({ name, flags, words }: VerbCompletion): string {
  const rest = words.length > 0 ? `'*:what:(${words.join(' ')})'` : "'*:file:_files'";
  return `    ${name}) _arguments ${[...flags.map(writeFlag), rest].join(' ')} ;;`;
}

function writeFlag({ flag, description, takesValue, choices }: FlagCompletion): string {
  const text = `${flag}[${description.replace(/[[\]\\:]/g, '\\$&')}]`;
  if (!takesValue) return quote(text);
  return quote(`*${text}:value:${choices.length > 0 ? `(${choices.join(' ')})` : '_files'}`);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
