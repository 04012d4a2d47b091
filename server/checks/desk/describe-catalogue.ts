import type { CheckCatalogue } from '../../http/control/check-replies.js';
import { catalogue } from '../catalogue/index.js';
import type { ExamProvider } from '../exam/exam.js';
import { CREATE_NAMES, listProbeNames } from '../given/address-template.js';
import { EVERYTHING_GIVEN } from '../given/everything-given.js';

/** The checks of an app that takes this provider's events, in the order in which they are told. */
export function describeCatalogue(provider: ExamProvider): CheckCatalogue {
  const { exam, name } = provider;
  const own = catalogue.filter((check) => check.findObstacle(exam, EVERYTHING_GIVEN)?.kind !== 'other-provider');
  return {
    provider: name,
    documentation: exam.documentation,
    endpointSetting: exam.endpointSetting,
    pageReturn: exam.pageReturn?.once ?? null,
    callbackSetting: exam.callback?.setting ?? null,
    secretKey: exam.secretKey,
    probeNames: listProbeNames(provider),
    createNames: CREATE_NAMES,
    checks: own.map(({ id, title, severity, advice: { must, costs, fixes }, isInteractive }) => ({
      ...{ id, title, severity, must, costs, fixes: { ...fixes } },
      isInteractive: isInteractive === true,
    })),
  };
}
