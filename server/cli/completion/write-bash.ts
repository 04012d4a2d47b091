import { listValued, type Offer, type VerbCompletion } from './list-completions.js';

/** A script for bash. */
export function writeBash(verbs: readonly VerbCompletion[]): string {
  return `# paystage completion for bash. Now: source <(paystage completion bash). For ever: put that line into ~/.bashrc.
_paystage() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} verb=\${COMP_WORDS[1]} words= first= place=1 files= i
  COMPREPLY=()
  # A "=" stands as a word of its own.
  if [ "$word" = = ]; then word=; elif [ "$before" = = ]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for (( i = 2; i < COMP_CWORD; i++ )); do
    case \${COMP_WORDS[i]} in
      ${listValued(verbs).join('|')}) [ "\${COMP_WORDS[i+1]}" = = ] && (( i++ )); (( i++ )) ;;
      -*) ;;
      *) (( place++ )) ;;
    esac
  done
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${verbs.map(({ name }) => name).join(' ')} --help --version'
  else
    case $verb in
${verbs.map(writeVerb).join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -P "$first" -W "$words" -- "\${word#"$first"}"))
  # Where no file can stand, none is offered; a bash of before 2009 does so all the same.
  [ -n "$files" ] || compopt +o default 2>/dev/null
  return 0
}
complete -o default -F _paystage paystage
`;
}

function writeVerb({ name, flags, places, isEndless }: VerbCompletion): string {
  const values = flags.flatMap(({ flag, value }) => (value ? [`          ${flag}) ${writeOffer(value)} ;;`] : []));
  const words = places.map(
    (offer, index) => `              ${isEndless && index === places.length - 1 ? '*' : index + 1}) ${writeOffer(offer)} ;;`,
  );
  return `      ${name})
        case $before in
${values.join('\n')}
          *) case $word in
            -*) words='${flags.map(({ flag }) => flag).join(' ')}' ;;
            *) case $place in
${words.join('\n')}
            esac ;;
          esac ;;
        esac ;;`;
}

function writeOffer(offer: Offer): string {
  if (offer.kind === 'files') return 'files=yes';
  if (offer.kind === 'free') return ':';
  const words = `words='${offer.words.join(' ')}'`;
  // What stands before the last comma is kept.
  return offer.isList ? `${words}; case $word in *,*) first=\${word%,*}, ;; esac` : words;
}
