import type { ProviderView, TargetView } from '../../../../server/http/control/provider-replies.js';
import type { AccountView } from '../../../../server/http/control/replies.js';
import { usePolled } from '../stage/use-polled.js';
import classes from './accounts-view.module.css';
import { EndpointList } from './endpoint-list.js';
import type { ChangeSettings } from './use-account.js';

const LOOK_EVERY_MS = 5_000;

interface EndpointsSectionProps {
  provider: ProviderView;
  account: AccountView;
  onChange: ChangeSettings;
}

/** Where the app listens: each list of addresses with its lights. */
export function EndpointsSection({ provider, account, onChange }: EndpointsSectionProps) {
  const { value } = usePolled<{ targets: TargetView[] }>('/targets', LOOK_EVERY_MS, account);
  return (
    <section className={classes.section} aria-label="Endpoints">
      <h3 className={classes.heading}>Endpoints</h3>
      {provider.targets.map(({ setting, description, receivesEvents }) => {
        const urls = account.settings[setting];
        return (
          <EndpointList
            key={setting}
            provider={provider.name}
            setting={setting}
            description={description}
            receivesEvents={receivesEvents}
            about={account.switches.find(({ name }) => name === setting) ?? null}
            urls={Array.isArray(urls) ? urls.map(String) : []}
            isPassing={account.passing.includes(setting)}
            targets={value?.targets ?? []}
            onChange={onChange}
          />
        );
      })}
    </section>
  );
}
