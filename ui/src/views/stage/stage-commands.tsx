import { useCommands } from '../../keys/commands.js';
import { goTo } from '../../routing/use-place.js';
import { useStage } from '../stage-context.js';

/** What can be begun from every view. */
export function StageCommands() {
  const { isReadOnly } = useStage();
  useCommands(
    isReadOnly
      ? []
      : [{ id: 'new-payment', title: 'Create a payment', keys: ['n'], group: 'Stage', run: () => goTo({ view: 'create' }) }],
  );
  return null;
}
