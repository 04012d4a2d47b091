import { useId } from 'react';
import { drawPath, type PlacedEdge, type StateLayout } from '../../story/layout-states.js';
import classes from './state-diagram.module.css';

type EdgeStyle = 'plain' | 'next' | 'made';

/** Drawn in this order, so that what matters lies above. */
const styles: readonly EdgeStyle[] = ['plain', 'next', 'made'];

/** The moves between states as lines; the states themselves say the same in words. */
export function StateEdges({ layout, styleOf }: { layout: StateLayout; styleOf(edge: PlacedEdge): EdgeStyle }) {
  const id = useId();
  return (
    <svg className={classes.edges} width={layout.width} height={layout.height} aria-hidden="true">
      <defs>
        {styles.map((style) => (
          <marker
            key={style}
            id={`${id}-${style}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path className={classes.arrow} data-style={style} d="M0 0.5L8 4L0 7.5z" />
          </marker>
        ))}
      </defs>
      {styles.flatMap((style) =>
        layout.edges
          .filter((edge) => styleOf(edge) === style)
          .map((edge) => (
            <path
              key={`${edge.from} ${edge.to}`}
              className={classes.edge}
              data-style={style}
              d={drawPath(edge.points)}
              markerEnd={`url(#${id}-${style})`}
            />
          )),
      )}
    </svg>
  );
}
