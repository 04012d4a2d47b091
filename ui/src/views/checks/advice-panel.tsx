import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { CheckCatalogue } from '../../../../server/http/control/check-replies.js';
import { showUnseen } from '../../format/text.js';
import { CopyBlock } from '../stage/copy-block.js';
import classes from './finding-detail.module.css';
import { recallFramework, rememberFramework } from './remembered-framework.js';

interface AdvicePanelProps {
  check: CheckCatalogue['checks'][number];
  documentation: string;
}

const titles: Readonly<Record<string, string>> = { express: 'Express', fastify: 'Fastify', koa: 'Koa', next: 'Next' };

/** What a correct app does, why it matters, and the smallest code that gets there. */
export function AdvicePanel({ check: { id, must, costs, fixes }, documentation }: AdvicePanelProps) {
  const names = Object.keys(fixes);
  const [wanted, setWanted] = useState(() => recallFramework(localStorage));
  const framework = names.find((name) => name === wanted) ?? names[0];
  return (
    <section aria-label={`Advice for ${id}`} className={classes.advice}>
      <h3 className={classes.heading}>What is right</h3>
      <p className={classes.text}>{must}</p>
      <h3 className={classes.heading}>Why it matters</h3>
      <p className={classes.text}>{costs}</p>
      {framework !== undefined && (
        <>
          <h3 className={classes.heading}>
            The smallest fix
            <SegmentedControl
              aria-label="Framework"
              size="xs"
              value={framework}
              data={names.map((name) => ({ value: name, label: titles[name] ?? name }))}
              onChange={(name) => {
                setWanted(name);
                rememberFramework(localStorage, name);
              }}
            />
          </h3>
          <CopyBlock label={titles[framework] ?? framework} text={fixes[framework] ?? ''} subject={`the fix of ${id}`} />
        </>
      )}
      <p className={classes.text}>
        The provider's page: <code className={classes.page}>{showUnseen(documentation)}</code>
      </p>
    </section>
  );
}
