import { Button, CloseButton } from '@mantine/core';
import { showUnseen } from '../../format/text.js';
import { useCommandRegistry } from '../../keys/commands.js';
import banner from '../common/banner.module.css';

/** Says that what is shown is not what was shown before the reload. */
export function LostLogNotice({ name, onDismiss }: { name: string; onDismiss(): void }) {
  const registry = useCommandRegistry();
  return (
    <section className={banner.banner} data-level="warning" aria-label="Saved log">
      <span className={banner.what} role="status">
        The saved log “{showUnseen(name)}” has to be opened again: a browser forgets the file with a reload. This is the live
        stage.
      </span>
      <Button
        variant="default"
        size="compact-xs"
        onClick={() =>
          registry
            .list()
            .find(({ id }) => id === 'open-log')
            ?.run()
        }
      >
        Open it again
      </Button>
      <CloseButton size="sm" aria-label="Dismiss this notice" onClick={onDismiss} />
    </section>
  );
}
