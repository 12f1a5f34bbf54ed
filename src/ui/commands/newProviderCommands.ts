import { commands, env, l10n, ThemeIcon, UIKind, window } from 'vscode';
import { toOrigins } from '../../auth/origins';
import { isJsonObject } from '../../base/json';
import { omitUndefined } from '../../base/omitUndefined';
import { exchange } from '../../client/exchange';
import type { CallContext } from '../../client/callContext';
import { commandIds } from '../../ids';
import { readPasted } from '../../providers/definitions/paste/readPasted';
import type { PastedTask } from '../../providers/pastedTask';
import { probeId, probeProvider } from '../../providers/definitions/probe';
import type { OfferedText } from '../prompts/newProvider/askPasted';
import { describeProvider, type DraftHolder, type NewProviderDeps } from '../prompts/newProvider/newProviderWizard';
import {
  emptyDraft,
  isWorthKeeping,
  type DescribedProvider,
  type ProviderDraft,
} from '../prompts/newProvider/providerDraft';
import { askChoice, type Choice } from '../prompts/wizard/askChoice';
import { pastedTaskFinder, type FindPastedTasks } from '../prompts/pastedTask';
import { back } from '../prompts/wizard/runSteps';
import { withCancellableProgress, withQuietProgress } from '../shell/progress';
import { localize } from '../shell/localize';
import { showMessage } from '../shell/showMessage';
import { listText } from '../text/listText';
import type { Services } from '../services';
import type { Handlers } from './handlers';
import { definitionsInSettings } from './providerSettings';
import { runWizard } from './runWizard';
import { saveProvider } from './saveProvider';
import { testProvider } from './testProvider';
import { trackAndShow, trackPasted } from './trackAndShow';

/** What a user had entered when they left; in memory only, since it holds secrets. */
let kept: ProviderDraft = emptyDraft;

/** The commands that make and test providers of a user's own. */
export function newProviderCommands(deps: Services): Handlers<'newProvider' | 'testProvider'> {
  return {
    newProvider: (...args) => newProvider(deps, args),
    testProvider: (...args) => testProvider(deps, args),
  };
}

/** @returns the id of the provider that was saved; undefined when none was, or not yet */
async function newProvider(deps: Services, args: readonly unknown[]): Promise<string | undefined> {
  const [text] = args;
  return makeProvider(deps, typeof text === 'string' ? draftOf(text) : await firstDraft());
}

function draftOf(text: string): ProviderDraft {
  const pasted = readPasted(text);
  switch (pasted.kind) {
    case 'request':
      return { ...emptyDraft, request: pasted };
    case 'response':
      return { ...emptyDraft, pastedBody: pasted.body };
    case 'problem':
      return emptyDraft;
  }
}

/** What was entered before, if the user wants to go on with it. @throws CancelledError when they leave */
async function firstDraft(): Promise<ProviderDraft> {
  if (!isWorthKeeping(kept)) {
    return emptyDraft;
  }
  const host = URL.parse(kept.request?.sent.url ?? '')?.host ?? l10n.t('the pasted response');
  const frame = { title: l10n.t('New Provider'), step: 1, totalSteps: undefined, canGoBack: false };
  const goesOn = await askChoice(frame, l10n.t('Continue what you began?'), [
    { label: l10n.t('Continue with {0}', host), iconPath: new ThemeIcon('debug-continue'), value: true },
    { label: l10n.t('Start over'), iconPath: new ThemeIcon('trash'), value: false },
  ]);
  return goesOn === true ? kept : emptyDraft;
}

/** Runs the wizard. What was entered is kept until it is saved: its message offers to continue, and so does the command. */
async function makeProvider(deps: Services, first: ProviderDraft): Promise<string | undefined> {
  let saved: string | undefined;
  const holder: DraftHolder = { draft: first };
  const find = await pastedTaskFinder(deps);
  const wizardDeps = await toWizardDeps(deps, find);
  await runWizard({
    wizard: {
      run: async () => {
        try {
          return await describeNew(deps, holder, wizardDeps, find);
        } finally {
          kept = holder.draft;
        }
      },
      hasInput: () => isWorthKeeping(holder.draft),
    },
    leftText: l10n.t('The provider was not added.'),
    save: async (described) => {
      if (described) {
        const ref = await withQuietProgress(l10n.t('Saving…'), () => saveProvider(deps, described));
        saved = described.definition.id;
        void tellAdded(described.definition.label ?? described.definition.id, ref);
        await trackAndShow(deps, [ref]);
      }
      kept = emptyDraft;
    },
    ...{ log: deps.log, what: commandIds.newProvider },
  });
  return saved;
}

/** Asks for a new provider. @returns undefined when a provider that there is tracks the task */
async function describeNew(
  deps: Services,
  holder: DraftHolder,
  wizardDeps: NewProviderDeps,
  find: FindPastedTasks,
): Promise<Extract<DescribedProvider, { readonly kind: 'new' }> | undefined> {
  for (;;) {
    const described = await describeProvider(holder, wizardDeps);
    if (described.kind === 'new') {
      return described;
    }
    if (await trackKnown(deps, find(described.address))) {
      return undefined;
    }
    holder.draft = { ...holder.draft, isNewAnyway: true };
  }
}

async function tellAdded(label: string, ref: { readonly connection: string; readonly id: string }): Promise<void> {
  const test = l10n.t('Test Provider');
  if ((await showMessage('information', l10n.t('{0} was added.', label), test)) === test) {
    await commands.executeCommand(commandIds.testProvider, ref);
  }
}

async function toWizardDeps(deps: Services, find: FindPastedTasks): Promise<NewProviderDeps> {
  const { definitions, providers, client, clock } = deps;
  const catalog = await definitions.catalog();
  const inSettings = definitionsInSettings().flatMap((each) => (isJsonObject(each) ? [each['id']] : []));
  const ids: readonly unknown[] = [...providers.all().map(({ id }) => id), ...inSettings];
  return {
    taken: [...ids.filter((id) => typeof id === 'string'), ...catalog.map(({ provider }) => provider.id)],
    takenLabels: [...providers.all(), ...catalog.map(({ provider }) => provider)].map(({ label }) => label),
    offered: await offeredTexts(),
    isKnown: (address) => find(address).length > 0,
    now: () => clock.now(),
    send: (request, { credentials = { kind: 'none' }, caFile }) => {
      const provider = probeProvider(request, credentials.kind);
      const connection = {
        ...{ id: probeId, name: provider.label, provider: probeId, credentials: credentials.kind },
        ...omitUndefined({ caFile: caFile === '' ? undefined : caFile }),
      };
      const call: CallContext = { provider, connection, credentials, origins: toOrigins([request.url]) };
      return withCancellableProgress(l10n.t('Sending a request to {0}…', provider.label), (signal) =>
        exchange(client, { ...call, signal }, probeId),
      );
    },
  };
}

async function offeredTexts(): Promise<readonly OfferedText[]> {
  const editor = window.activeTextEditor;
  const selected = editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : '';
  // A browser asks for permission first, and reading waits for the answer.
  const copied = env.uiKind === UIKind.Desktop ? await env.clipboard.readText() : '';
  return [
    ...(selected.trim() === '' ? [] : [{ from: 'selection', text: selected } as const]),
    ...(copied.trim() === '' || copied === selected ? [] : [{ from: 'clipboard', text: copied } as const]),
  ];
}

/**
 * Tracks a task whose address providers know.
 * @returns false when the user wants a new provider all the same
 * @throws CancelledError when they leave
 */
async function trackKnown(deps: Services, found: readonly PastedTask[]): Promise<boolean> {
  const known = found.map((task): Choice<PastedTask> => ({
    label: task.connection
      ? l10n.t('Track it with {0}', task.connection.name)
      : l10n.t('Add a connection to {0}', task.provider.label),
    ...(task.connection && { description: task.provider.label }),
    detail: task.id,
    iconPath: new ThemeIcon(task.connection ? task.provider.icon : 'add'),
    value: task,
  }));
  const frame = { title: l10n.t('New Provider'), step: 1, totalSteps: undefined, canGoBack: false };
  const anyway: Choice<typeof back> = {
    label: l10n.t('Create a new provider anyway'),
    iconPath: new ThemeIcon('cloud'),
    alwaysShow: true,
    value: back,
  };
  const labels = [...new Set(found.map(({ provider }) => provider.label))];
  const question = l10n.t('{0} recognizes this address', listText(labels, localize));
  const picked = await askChoice<PastedTask | typeof back>(frame, question, [...known, anyway]);
  if (picked === back) {
    return false;
  }
  await trackPasted(deps, picked);
  return true;
}
