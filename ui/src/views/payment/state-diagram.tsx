import { memo, useMemo, useRef, useState } from 'react';
import type { OfferView } from '../../../../server/http/control/provider-replies.js';
import { readOwn } from '../../../../server/reading/read-own.js';
import { showUnseen } from '../../format/text.js';
import { groupByState, type OfferToState } from '../../story/group-offers.js';
import { layOutStates } from '../../story/layout-states.js';
import { nameMove, type PaymentStates, type StatePath } from '../../story/read-states.js';
import { useWidth } from '../use-width.js';
import classes from './state-diagram.module.css';
import { StateEdges } from './state-edges.js';
import { StateMenu } from './state-menu.js';

interface StateDiagramProps {
  states: PaymentStates;
  path: StatePath;
  /** Nothing can be done while there are none. */
  offers: readonly OfferView[];
  onPerform(offer: OfferView): void;
}

const noWays: readonly OfferToState[] = [];

/** The provider's states and moves, the way that the payment took, and what may come next. A state that can be reached now is a button for it. */
export const StateDiagram = memo(function StateDiagram({ states, path, offers, onPerform }: StateDiagramProps) {
  const frameRef = useRef<HTMLDivElement>(null);
  const width = useWidth(frameRef);
  const layout = useMemo(() => (width === 0 ? null : layOutStates(states.graph, width)), [states, width]);
  const ways = useMemo(() => groupByState(offers), [offers]);
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const [menu, setMenu] = useState<{ name: string; x: number; y: number } | null>(null);
  const next = new Set(path.current === null ? [] : (readOwn(states.graph.transitions, path.current) ?? []));
  const described = pointedAt ?? path.current;
  const meaning = described === null ? undefined : states.meanings.get(described);

  const describe = (name: string): string => {
    const open = ways.get(name) ?? noWays;
    return [
      states.meanings.get(name)?.text ?? '',
      name === path.current ? 'current state' : path.visited.has(name) ? 'was passed' : '',
      next.has(name) ? 'may come next' : '',
      open.length === 0 ? '' : `leads there: ${open.map(({ offer }) => offer.label).join(', ')}`,
    ]
      .filter(Boolean)
      .join('; ');
  };
  const press = (name: string, element: HTMLElement) => {
    const open = ways.get(name) ?? noWays;
    const [only] = open;
    if (only && open.length === 1 && only.stopsAt === name) onPerform(only.offer);
    else if (only) {
      const box = element.getBoundingClientRect();
      setMenu({ name, x: box.left, y: box.bottom });
    }
  };

  return (
    <section className={classes.diagram} aria-label="States">
      <h3 className={classes.title}>States</h3>
      <div ref={frameRef} className={classes.frame} style={{ height: layout?.height }}>
        {layout && (
          <>
            <StateEdges
              layout={layout}
              styleOf={({ from, to }) => (path.moves.has(nameMove(from, to)) ? 'made' : from === path.current ? 'next' : 'plain')}
            />
            <ol className={classes.states}>
              {layout.states.map(({ name, x, y, width: stateWidth, height }) => (
                <li key={name} className={classes.place} style={{ left: x, top: y, width: stateWidth, height }}>
                  <button
                    type="button"
                    className={classes.state}
                    data-outcome={states.meanings.get(name)?.outcome}
                    data-current={name === path.current || undefined}
                    data-visited={path.visited.has(name) || undefined}
                    data-next={next.has(name) || undefined}
                    data-open={ways.has(name) || undefined}
                    aria-current={name === path.current ? 'step' : undefined}
                    aria-haspopup={(ways.get(name)?.length ?? 0) > 1 ? 'dialog' : undefined}
                    title={showUnseen(describe(name))}
                    onClick={(click) => press(name, click.currentTarget)}
                    onMouseEnter={() => setPointedAt(name)}
                    onMouseLeave={() => setPointedAt(null)}
                    onFocus={() => setPointedAt(name)}
                    onBlur={() => setPointedAt(null)}
                  >
                    <span className={classes.name}>{showUnseen(name)}</span>
                    <span className="visually-hidden">{showUnseen(` (${describe(name)})`)}</span>
                  </button>
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
      <p className={classes.meaning}>
        {described !== null && <strong className={classes.described}>{showUnseen(described)}:</strong>}
        {meaning && (
          <>
            {' '}
            {showUnseen(meaning.text)}. <span className={classes.source}>{`${meaning.evidence}: ${meaning.source}`}</span>
          </>
        )}
      </p>
      {menu && (
        <StateMenu
          key={menu.name}
          name={menu.name}
          ways={ways.get(menu.name) ?? noWays}
          x={menu.x}
          y={menu.y}
          onPick={(offer) => {
            setMenu(null);
            onPerform(offer);
          }}
          onClose={() => setMenu(null)}
        />
      )}
    </section>
  );
});
