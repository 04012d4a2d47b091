import { type FlagCompletion, listValued, type Offer, type VerbCompletion } from './list-completions.js';

/** A script for fish. */
export function writeFish(verbs: readonly VerbCompletion[]): string {
  const lines = verbs.flatMap(({ name, summary, flags, places, isEndless }) => [
    `complete -c paystage -f -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
    ...flags.map((flag) => writeFlag(name, flag)),
    ...places.map((offer, index) =>
      writePlace(`${name} ${index + 1}${isEndless && index === places.length - 1 ? ' more' : ''}`, offer),
    ),
  ]);
  return `# paystage completion for fish. Now: paystage completion fish | source. For ever: paystage completion fish > ~/.config/fish/completions/paystage.fish
# Whether a word of its own is being typed behind a verb, and the how many-th it is; "more" is for that one and all behind it.
function __paystage_at
    set -l words (commandline -opc)
    test (count $words) -gt 1; and test "$words[2]" = $argv[1]; or return 1
    set -l place 1
    set -l is_value no
    for word in $words[3..-1]
        if test $is_value = yes
            set is_value no
        else if contains -- $word ${listValued(verbs).join(' ')}
            set is_value yes
        else if not string match -q -- '-*' $word
            set place (math $place + 1)
        end
    end
    test $is_value = no; and test $place -eq $argv[2] -o \\( "$argv[3]" = more -a $place -gt $argv[2] \\)
end
complete -c paystage -f
complete -c paystage -n __fish_use_subcommand -l help -d 'print this help'
complete -c paystage -n __fish_use_subcommand -l version -d 'print the version'
${lines.filter((line) => line !== '').join('\n')}
`;
}

function writeFlag(verb: string, { flag, description, value }: FlagCompletion): string {
  const name = flag.replace(/^--/, '');
  return `complete -c paystage -n '__fish_seen_subcommand_from ${verb}' -l ${name}${value ? writeValue(value) : ''} -d ${quote(description)}`;
}

function writePlace(place: string, offer: Offer): string {
  const start = `complete -c paystage -n '__paystage_at ${place}'`;
  return offer.kind === 'words' ? `${start} -a ${quote(offer.words.join(' '))}` : offer.kind === 'files' ? `${start} -F` : '';
}

function writeValue(offer: Offer): string {
  if (offer.kind === 'files') return ' -r -F';
  if (offer.kind === 'free') return ' -x';
  const words = offer.words.join(' ');
  return ` -x -a ${quote(offer.isList ? `(__fish_append , ${words})` : words)}`;
}

function quote(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
