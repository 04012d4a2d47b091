import { CloseButton } from '@mantine/core';
import { type EnvironmentState, hasMaskedValue, type ProviderEnvironment } from '../../state/environment.js';
import { CopyBlock } from './copy-block.js';
import classes from './stage-info.module.css';

interface StageInfoProps {
  environment: EnvironmentState;
  onClose?: (() => void) | undefined;
}

/** What to put into the app under test, in copyable form. */
export function StageInfo({ environment, onClose }: StageInfoProps) {
  return (
    <div>
      <div className={classes.top}>
        <h2 className={classes.title}>Set-up</h2>
        {onClose && <CloseButton aria-label="Close the set-up" onClick={onClose} />}
      </div>
      {environment.kind === 'ready' && environment.environment.providers.length > 0 ? (
        <>
          <p className={classes.text}>
            Point your app at these addresses instead of the providers’ own, and use these keys.
            {hasMaskedValue(environment.environment) && ' Masked values stand in full in the terminal that started the stage.'}
          </p>
          {environment.environment.providers.map((provider) => (
            <ProviderInfo key={provider.name} provider={provider} />
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

function ProviderInfo({ provider }: { provider: ProviderEnvironment }) {
  return (
    <section aria-label={provider.title} className={classes.provider}>
      <h3 className={classes.name}>{provider.title}</h3>
      <CopyBlock label="Base URL" text={provider.baseUrl} subject={`base URL of ${provider.title}`} />
      {provider.env.length > 0 && (
        <CopyBlock
          label="Environment"
          text={provider.env.map(([name, value]) => `${name}=${value}`).join('\n')}
          subject={`environment of ${provider.title}`}
        />
      )}
    </section>
  );
}
