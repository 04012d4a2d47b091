import { Button } from '@mantine/core';
import type { RefObject } from 'react';
import type { ProviderView } from '../../../../server/http/control/provider-replies.js';
import type { AccountView } from '../../../../server/http/control/replies.js';
import { formatEnv, type ProviderEnvironment } from '../../state/environment.js';
import { CopyBlock } from '../stage/copy-block.js';
import { type Revealed, useShownSecrets } from '../stage/use-shown-secrets.js';
import { useStage } from '../stage-context.js';
import classes from './accounts-view.module.css';
import { EndpointsSection } from './endpoints-section.js';
import { KeysSection } from './keys-section.js';
import { RetrySchedule } from './retry-schedule.js';
import { SwitchList } from './switch-list.js';
import { useAccount } from './use-account.js';

interface Secrets {
  account: AccountView;
  environment: ProviderEnvironment | null;
}

/** Everything about the account at one provider. */
export function AccountPanel({ provider, searchRef }: { provider: ProviderView; searchRef: RefObject<HTMLInputElement | null> }) {
  const { call, environment, reveal } = useStage();
  const { account, failure, change, reload } = useAccount(provider.name);
  const readSecrets = async (): Promise<Revealed<Secrets>> => {
    const [revealed, env] = await Promise.all([call<AccountView>('POST', `/accounts/${provider.name}/reveal`), reveal()]);
    if (!revealed.ok) return { ok: false, problem: `${revealed.failure.message} The secrets stay hidden.` };
    const found = env.kind === 'ready' ? env.environment.providers.find(({ name }) => name === provider.name) : undefined;
    return { ok: true, value: { account: revealed.value, environment: found ?? null } };
  };
  const secrets = useShownSecrets(account, readSecrets);
  const readOrThrow = async (): Promise<Secrets> => {
    const revealed = await readSecrets();
    if (!revealed.ok) throw new Error(revealed.problem);
    return revealed.value;
  };
  const readKey = async (name: string) => (await readOrThrow()).account.keys[name] ?? '';
  const readEnv = async () => {
    const found = (await readOrThrow()).environment;
    if (!found) throw new Error('The stage did not tell the environment.');
    return formatEnv(found);
  };

  if (!account)
    return (
      <p className={classes.text} role="status">
        {failure ? `${failure.message} ${failure.hint ?? ''}` : 'Reading the account…'}
      </p>
    );
  const masked =
    environment.kind === 'ready' ? environment.environment.providers.find(({ name }) => name === provider.name) : undefined;
  const shownEnv = secrets.shown?.environment ?? masked;
  return (
    <>
      <div className={classes.headingLine}>
        <h2 className={classes.title}>{provider.title}</h2>
        <span className={classes.text}>
          Emulated from <span className={classes.mono}>{provider.documentation}</span>
        </span>
        <Button variant="default" size="compact-sm" className={classes.end} onClick={secrets.shown ? secrets.hide : secrets.show}>
          {secrets.shown ? 'Hide secrets' : 'Show secrets'}
        </Button>
      </div>
      <p role="alert" className={classes.problem}>
        {secrets.problem}
      </p>
      <section className={classes.section} aria-label="Addresses">
        <div className={classes.pair}>
          <CopyBlock label="Base URL" text={account.baseUrl} subject={`base URL of ${provider.title}`} />
          <CopyBlock
            label="The same on an origin of its own"
            text={account.hostBaseUrl}
            subject={`base URL of ${provider.title} on an origin of its own`}
          />
        </div>
        {shownEnv && (
          <CopyBlock
            label={secrets.shown ? 'Environment' : 'Environment, secrets masked'}
            text={formatEnv(shownEnv)}
            subject={`environment of ${provider.title}`}
            {...(secrets.shown ? {} : { copy: { label: 'Copy with secrets', text: readEnv } })}
          />
        )}
      </section>
      <KeysSection
        provider={provider}
        account={account}
        revealed={secrets.shown?.account ?? null}
        readKey={readKey}
        onReplaced={async () => {
          secrets.hide();
          await reload();
        }}
      />
      <EndpointsSection provider={provider} account={account} onChange={change} />
      <section className={classes.section} aria-label="Deliveries">
        <h3 className={classes.heading}>Deliveries</h3>
        <RetrySchedule delivery={account.delivery} title={provider.title} />
      </section>
      <SwitchList provider={provider} account={account} searchRef={searchRef} onChange={change} />
    </>
  );
}
