import type { Stage } from '../../client/stage.js';
import { HarnessError } from '../../domain/errors.js';
import { nearestName } from '../../domain/nearest.js';
import type { Provider } from '../../providers/provider.js';
import { type DiagnoseOptions, type DiagnosisReport, diagnose } from './diagnose.js';
import { openPlace } from './place.js';

/** What an app is looked at with. */
export interface DiagnoseAppOptions extends DiagnoseOptions {
  /** URL of the app that receives events. */
  endpoint: string;
  /** The secret that the app has. Default: that of the stage's default lane. */
  secret?: string;
}

/** Opens a lane to look from, looks, and closes it. @throws HarnessError `unknown_provider`, and as `diagnose`. */
export async function diagnoseApp(
  stage: Stage,
  providers: readonly Provider[],
  name: string,
  { endpoint, secret, ...options }: DiagnoseAppOptions,
): Promise<DiagnosisReport> {
  const provider = providers.find((candidate) => candidate.name === name);
  if (!provider) {
    const near = nearestName(
      name,
      providers.map((candidate) => candidate.name),
    );
    throw new HarnessError(
      'unknown_provider',
      `There is no provider "${name}".`,
      near ? { hint: `Did you mean "${near}"?` } : {},
    );
  }
  const known = (await stage.openLane()).keys(name);
  const given = secret !== undefined && provider.signatureKey !== undefined ? { [provider.signatureKey]: secret } : {};
  const place = await openPlace(stage, provider, { endpoint, keys: { ...known, ...given } });
  try {
    return await diagnose(place, options);
  } finally {
    await place.close();
  }
}
