import { Button, CloseButton } from '@mantine/core';
import { type EnvironmentState, formatEnv, type ProviderEnvironment } from '../../state/environment.js';
import { CopyBlock } from './copy-block.js';
import classes from './stage-info.module.css';
import { describeProblem, useSecrets } from './use-secrets.js';

interface StageInfoProps {
  environment: EnvironmentState;
  reveal(): Promise<EnvironmentState>;
  onClose?: (() => void) | undefined;
}

/** What to put into the app under test, in copyable form. */
export function StageInfo({ environment, reveal, onClose }: StageInfoProps) {
  const secrets = useSecrets(environment, reveal);
  const masked = environment.kind === 'ready' ? environment.environment : null;
  const providers = (secrets.shown ?? masked)?.providers ?? [];
  const readEnv = async (name: string) => {
    const state = await reveal();
    const provider =
      state.kind === 'ready' ? state.environment.providers.find((candidate) => candidate.name === name) : undefined;
    if (!provider) throw new Error(describeProblem(state));
    return formatEnv(provider);
  };
  return (
    <div>
      <div className={classes.top}>
        <h2 className={classes.title}>Set-up</h2>
        {providers.length > 0 && (
          <Button
            variant="default"
            size="compact-sm"
            className={classes.secrets}
            onClick={secrets.shown ? secrets.hide : secrets.show}
          >
            {secrets.shown ? 'Hide secrets' : 'Show secrets'}
          </Button>
        )}
        {onClose && <CloseButton aria-label="Close the set-up" onClick={onClose} />}
      </div>
      <p role="alert" className={classes.problem}>
        {secrets.problem}
      </p>
      {providers.length > 0 ? (
        <>
          <p className={classes.text}>
            Point your app at these addresses instead of the providers’ own, and use these keys.{' '}
            {secrets.shown
              ? 'The secrets are hidden again after a minute.'
              : 'Secrets are masked here; copying takes them in full.'}
          </p>
          {providers.map((provider) => (
            <ProviderInfo key={provider.name} provider={provider} readEnv={secrets.shown ? null : () => readEnv(provider.name)} />
          ))}
        </>
      ) : (
        <p className={classes.text}>
          {environment.kind === 'loading'
            ? 'Reading the base URLs and keys…'
            : 'Base URLs and keys stand in the terminal that started the stage.'}
        </p>
      )}
    </div>
  );
}

interface ProviderInfoProps {
  provider: ProviderEnvironment;
  /** Asks for the environment with secrets; null when it is the one shown. */
  readEnv: (() => Promise<string>) | null;
}

function ProviderInfo({ provider, readEnv }: ProviderInfoProps) {
  return (
    <section aria-label={provider.title} className={classes.provider}>
      <h3 className={classes.name}>{provider.title}</h3>
      <CopyBlock label="Base URL" text={provider.baseUrl} subject={`base URL of ${provider.title}`} />
      {provider.env.length > 0 && (
        <CopyBlock
          label={readEnv ? 'Environment, secrets masked' : 'Environment'}
          text={formatEnv(provider)}
          subject={`environment of ${provider.title}`}
          {...(readEnv ? { copy: { label: 'Copy with secrets', text: readEnv } } : {})}
        />
      )}
    </section>
  );
}
