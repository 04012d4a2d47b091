import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ProviderView } from '../../../../server/http/control/provider-replies.js';
import { buildAsked, type FieldName, type FieldProblems, findRefusedField, readLeftOut } from '../../checks/build-asked.js';
import type { ControlFailure } from '../../control/call-control.js';
import { useCommands } from '../../keys/commands.js';
import type { TypedFields } from '../../schema-form/field.js';
import { useAccount } from '../accounts/use-account.js';
import form from '../common/form-columns.module.css';
import { useDemo } from '../demo/use-demo.js';
import { FieldProblem } from '../schema-form/field-notes.js';
import { useStage } from '../stage-context.js';
import { CheckChoice } from './check-choice.js';
import classes from './checks-view.module.css';
import { FormField } from './form-field.js';
import { useCatalogue } from './use-catalogue.js';

interface ProviderFormProps {
  provider: ProviderView;
  typed: TypedFields;
  onType(typed: TypedFields): void;
  onStarted(runId: string): void;
}

/** The run's own fields for one provider. */
export function ProviderForm({ provider, typed, onType, onStarted }: ProviderFormProps) {
  const { call, isConnected } = useStage();
  const { account } = useAccount(provider.name);
  const { catalogue, failure: noCatalogue } = useCatalogue(provider.name);
  const { shop } = useDemo();
  const demo = shop?.providers.find(({ name }) => name === provider.name);
  const [problems, setProblems] = useState<FieldProblems>({});
  const [failure, setFailure] = useState<ControlFailure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const formRef = useRef<HTMLFormElement>(null);
  const latest = useRef(typed);
  latest.current = typed;

  const change = (patch: TypedFields) => {
    latest.current = { ...latest.current, ...patch };
    onType(latest.current);
  };
  const isPrefilled = typed.endpoint !== undefined;
  // Once: a run that goes on changes the account, and what was typed counts more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (isPrefilled || !account || !catalogue) return;
    const { endpointSetting, callbackSetting } = catalogue;
    change({
      endpoint: findOwnAddress(account.settings[endpointSetting]),
      ...(callbackSetting === null ? {} : { callback: findOwnAddress(account.settings[callbackSetting]) }),
    });
  }, [account, catalogue, isPrefilled]);

  const takeDemo = () =>
    demo && change({ endpoint: demo.endpoint, probe: demo.probe, create: demo.create, callback: demo.callback ?? '' });
  // Empty is something that was typed, too: an app can be checked without them.
  const isUntouched =
    typed.probe === undefined && typed.create === undefined && (!typed.endpoint || typed.endpoint === demo?.endpoint);
  // Nothing was typed that this could replace. Not when a field is emptied: whoever does that is about to type.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what brings a shop and an empty form together
  useEffect(() => {
    if (isPrefilled && isUntouched) takeDemo();
  }, [demo?.endpoint, isPrefilled]);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (isBusy || !catalogue) return;
    const built = buildAsked(provider.name, typed, catalogue.checks);
    setFailure(null);
    setProblems(built.ok ? {} : built.problems);
    if (!built.ok) return focusProblem();
    setBusy(true);
    const result = await call<{ runId: string }>('POST', '/check-runs/start', built.asked);
    setBusy(false);
    if (result.ok) return onStarted(result.value.runId);
    const field = findRefusedField(result.failure);
    if (field === null) return setFailure(result.failure);
    setProblems({ [field]: result.failure });
    focusProblem();
  };
  const focusProblem = () =>
    requestAnimationFrame(() => formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  useCommands([{ id: 'check-start', title: `Run the checks for ${provider.title}`, group: 'Checks', run: () => void submit() }]);

  const field = (name: FieldName) => ({
    name,
    typed: typed[name] ?? '',
    problem: problems[name] ?? null,
    onType(text: string) {
      change({ [name]: text });
      setProblems(({ [name]: _corrected, ...others }) => others);
    },
  });
  const problem = failure ?? noCatalogue;
  const names = (catalogue?.probeNames ?? []).map((name) => `{${name}}`).join(' ');
  const keyTitle = provider.keys.find(({ name }) => name === catalogue?.secretKey)?.title ?? 'Key';
  return (
    <form ref={formRef} aria-label={`Check an app for ${provider.title}`} noValidate onSubmit={submit}>
      {demo && typed.endpoint !== demo.endpoint && (
        <Button variant="default" size="compact-xs" className={classes.demo} onClick={takeDemo}>
          Use the demo shop
        </Button>
      )}
      <FormField
        {...field('endpoint')}
        label="Endpoint"
        placeholder="http://localhost:3000/webhooks"
        help="Where your app takes events. On this machine or in its private networks, or where --allow-target of the stage allows it."
      />
      <FormField
        {...field('probe')}
        label="Probe"
        placeholder="http://localhost:3000/orders/{externalid}"
        help={
          <>
            Answers JSON with <code>paid</code> and <code>count</code>. It may name {names}. Without one, most checks stay
            inconclusive.
          </>
        }
      />
      <FormField
        {...field('create')}
        label="Create an order"
        placeholder="http://localhost:3000/orders"
        help="Gets a POST and lets your app start a payment. Left out: payments are made without its knowledge, which it must cope with."
      />
      {catalogue?.callbackSetting && (
        <FormField
          {...field('callback')}
          label="Callback"
          placeholder="http://localhost:3000/thanks"
          help="Where your app takes browsers back. Left out: forged redirects are not tried."
        />
      )}
      {catalogue?.pageReturn && (
        <FormField
          {...field('callback')}
          label="Callback"
          placeholder="http://localhost:3000/thanks/{externalid}"
          help={`The address that your page opens once ${catalogue.pageReturn}, with {externalid} or {id} in it. Left out: forged ones are not tried.`}
        />
      )}
      <details className={classes.more} open={ADVANCED.some((name) => problems[name]) || undefined}>
        <summary>More fields ({ADVANCED.length})</summary>
        <div className={classes.moreFields}>
          <FormField
            {...field('secret')}
            label={keyTitle}
            isSecret
            placeholder="the account's own"
            help="The key that your app has, where it is another one than the account's. Used for the run, not kept."
          />
          <FormField
            {...field('probePaid')}
            label="Paid, in the probe"
            placeholder="$.paid"
            help="Where it stands in the answer."
          />
          <FormField
            {...field('probeCount')}
            label="Count, in the probe"
            placeholder="$.count"
            help="How often your app acted."
          />
          <FormField
            {...field('maxRequests')}
            label="Requests at most"
            isNumber
            placeholder="200"
            help="To your app, in one run."
          />
          <FormField
            {...field('settleMs')}
            label="Settle, in ms"
            isNumber
            placeholder="2000, longer for a slow app"
            help="An effect that was not seen by then did not happen."
          />
        </div>
      </details>
      {catalogue && (
        <CheckChoice
          checks={catalogue.checks}
          leftOut={readLeftOut(typed)}
          onLeaveOut={(ids) => change({ leftOut: ids.join(',') })}
        />
      )}
      <FieldProblem id="check-problem" message={problem?.message ?? null} hint={problem?.hint} />
      <div className={form.submit}>
        <Button type="submit" color="blue" size="compact-md" disabled={isBusy || !isConnected || !catalogue}>
          {isBusy ? 'Starting…' : 'Run'}
        </Button>
      </div>
    </form>
  );
}

const ADVANCED = ['secret', 'probePaid', 'probeCount', 'maxRequests', 'settleMs'] as const;

/** The first address that is the app's; the built-in receiver takes everything and is no app. */
function findOwnAddress(setting: unknown): string {
  const urls = Array.isArray(setting) ? setting.filter((url) => typeof url === 'string') : [];
  return urls.find((url) => !url.includes('/_paystage/bin/')) ?? '';
}
