import { formatPlace } from '../../routing/place.js';
import { goTo } from '../../routing/use-place.js';

/** Leads to the bytes of an exchange, from where they can be sent again or taken along. */
export function RecordLink({ seq, className }: { seq: number; className?: string | undefined }) {
  const place = { view: 'exchange', seq, compareWith: null } as const;
  return (
    <a
      className={className}
      href={`${location.pathname}${formatPlace(place)}`}
      onClick={(click) => {
        if (click.ctrlKey || click.metaKey || click.shiftKey || click.button !== 0) return;
        click.preventDefault();
        goTo(place);
      }}
    >
      Open exchange {seq}
    </a>
  );
}
