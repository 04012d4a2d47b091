import { useCommands } from '../../keys/commands.js';
import { formatPlace, type Place } from '../../routing/place.js';
import { goTo } from '../../routing/use-place.js';
import classes from './navigation.module.css';

interface Entry {
  label: string;
  place: Place;
  key: string;
  /** Views that belong under this entry. */
  views: readonly Place['view'][];
  /** True for what changes the stage: a saved log has none behind it. */
  needsStage?: true;
}

const entries: readonly Entry[] = [
  { label: 'Live', place: { view: 'live' }, key: '1', views: ['live', 'exchange', 'resend'] },
  { label: 'Payments', place: { view: 'payments' }, key: '2', views: ['payments', 'payment'] },
  { label: 'Create', place: { view: 'create' }, key: '3', views: ['create'], needsStage: true },
  { label: 'Accounts', place: { view: 'accounts' }, key: '4', views: ['accounts'], needsStage: true },
  { label: 'Checks', place: { view: 'checks', runId: null, check: null }, key: '5', views: ['checks'] },
];

/** The ways to the views; plain links, so that one can be opened in another tab. */
export function Navigation({ place, isReadOnly }: { place: Place; isReadOnly: boolean }) {
  const shown = entries.filter(({ needsStage }) => !(isReadOnly && needsStage));
  useCommands(
    shown.map((entry) => ({
      id: `go-${entry.place.view}`,
      title: `Go to ${entry.label}`,
      keys: [entry.key],
      group: 'Views',
      run: () => goTo(entry.place),
    })),
  );
  return (
    <nav className={classes.navigation} aria-label="Views">
      {shown.map((entry) => (
        <a
          key={entry.label}
          className={classes.entry}
          href={`${location.pathname}${formatPlace(entry.place)}`}
          aria-current={entry.views.includes(place.view) ? 'page' : undefined}
          onClick={(click) => {
            if (click.ctrlKey || click.metaKey || click.shiftKey || click.button !== 0) return;
            click.preventDefault();
            goTo(entry.place);
          }}
        >
          {entry.label}
        </a>
      ))}
    </nav>
  );
}
