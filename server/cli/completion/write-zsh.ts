import type { FlagCompletion, Offer, VerbCompletion } from './list-completions.js';

/** A script for zsh. */
export function writeZsh(verbs: readonly VerbCompletion[]): string {
  return `#compdef paystage
# paystage completion for zsh. Now: source <(paystage completion zsh). For ever: put that line into ~/.zshrc, after compinit.
_paystage() {
  local -a verbs
  verbs=(
${verbs.map(({ name, summary }) => `    ${quote(`${name}:${summary.replaceAll(':', '\\:')}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    [[ $PREFIX = -* ]] && compadd -- --help --version || _describe -t commands command verbs
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

function writeVerb({ name, flags, places, isEndless }: VerbCompletion): string {
  const words = places.map(
    (offer, index) => `${isEndless && index === places.length - 1 ? '*' : index + 1}:word:${writeOffer(offer)}`,
  );
  return `    ${name}) _arguments -s -S ${[...flags.map(writeFlag), ...words.map(quote)].join(' ')} ;;`;
}

/** Written with or without a "=" in front of the value, and more than once where it has one. */
function writeFlag({ flag, description, value }: FlagCompletion): string {
  const text = `[${description.replace(/[[\]\\:]/g, '\\$&')}]`;
  return quote(value === null ? `${flag}${text}` : `*${flag}=${text}:value:${writeOffer(value)}`);
}

function writeOffer(offer: Offer): string {
  if (offer.kind === 'files') return '_files';
  // A blank is an action that offers nothing.
  if (offer.kind === 'free') return ' ';
  return offer.isList ? `_values -s , value ${offer.words.join(' ')}` : `(${offer.words.join(' ')})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
