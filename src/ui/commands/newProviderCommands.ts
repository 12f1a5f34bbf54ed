import { commands, env, l10n, ThemeIcon, UIKind, window } from 'vscode';
import { toOrigins } from '../../auth/origins';
import { omitUndefined } from '../../base/omitUndefined';
import { exchange } from '../../client/exchange';
import type { CallContext } from '../../client/callContext';
import { commandIds } from '../../ids';
import { readPasted } from '../../providers/definitions/paste/readPasted';
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
import { back } from '../prompts/wizard/runSteps';
import { withCancellableProgress } from '../shell/cancellable';
import { showMessage } from '../shell/showMessage';
import type { Services } from '../services';
import type { Handlers } from './handlers';
import { recognizedTasks } from './recognizedTasks';
import { runWizard } from './runWizard';
import { definedIds, saveProvider } from './saveProvider';
import { testProvider } from './testProvider';
import { trackAndShow } from './trackAndShow';

/** What a user had entered when they left; in memory only, since it holds secrets. */
let kept: ProviderDraft = emptyDraft;

/** The commands that make and test providers of a user's own. */
export function newProviderCommands(deps: Services): Handlers<'newProvider' | 'testProvider'> {
  return {
    newProvider: (...args) => newProvider(deps, args),
    testProvider: (...args) => testProvider(deps, args),
  };
}

async function newProvider(deps: Services, args: readonly unknown[]): Promise<void> {
  const [text] = args;
  await makeProvider(deps, typeof text === 'string' ? draftOf(text) : await firstDraft());
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
async function makeProvider(deps: Services, first: ProviderDraft): Promise<void> {
  const holder: DraftHolder = { draft: first };
  const wizardDeps = await toWizardDeps(deps);
  await runWizard({
    wizard: {
      run: async () => {
        try {
          return await describeNew(deps, holder, wizardDeps);
        } finally {
          kept = holder.draft;
        }
      },
      hasInput: () => isWorthKeeping(holder.draft),
    },
    leftText: l10n.t('The provider was not added.'),
    save: async (described) => {
      if (described) {
        const ref = await saveProvider(deps, described);
        void tellAdded(described.definition.label ?? described.definition.id, ref);
        await trackAndShow(deps, [ref]);
      }
      kept = emptyDraft;
    },
    ...{ log: deps.log, what: commandIds.newProvider },
  });
}

/** Asks for a new provider. @returns undefined when a provider that there is tracks the task */
async function describeNew(
  deps: Services,
  holder: DraftHolder,
  wizardDeps: NewProviderDeps,
): Promise<Extract<DescribedProvider, { readonly kind: 'new' }> | undefined> {
  for (;;) {
    const described = await describeProvider(holder, wizardDeps);
    if (described.kind === 'new') {
      return described;
    }
    if (await trackKnown(deps, described.address)) {
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

async function toWizardDeps(deps: Services): Promise<NewProviderDeps> {
  const { providers, client, clock } = deps;
  return {
    taken: [...providers.all().map(({ id }) => id), ...definedIds()],
    offered: await offeredTexts(),
    isKnown: (address) => recognizedTasks(deps, address).length > 0,
    now: () => clock.now(),
    send: (request, { credentials = { kind: 'none' }, caFile }) => {
      const provider = probeProvider(request, credentials.kind);
      const connection = {
        ...{ id: probeId, name: provider.label, provider: probeId, credentials: credentials.kind },
        ...omitUndefined({ caFile: caFile === '' ? undefined : caFile }),
      };
      const call: CallContext = { provider, connection, credentials, origins: toOrigins([request.url]) };
      return withCancellableProgress(l10n.t('Asking {0}…', provider.label), (signal) =>
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
 * Tracks a task whose address a provider knows.
 * @returns false when the user wants a new provider all the same
 * @throws CancelledError when they leave
 */
async function trackKnown(deps: Services, address: string): Promise<boolean> {
  const found = recognizedTasks(deps, address);
  const known = found.flatMap(({ provider, task, connections }) =>
    connections.map((connection): Choice<() => Promise<unknown>> => ({
      label: l10n.t('Track it with {0}', connection.name),
      description: provider.label,
      detail: task.id,
      iconPath: new ThemeIcon(provider.icon),
      value: () => trackAndShow(deps, [{ connection: connection.id, id: task.id }]),
    })),
  );
  const unconnected = found
    .filter(({ connections }) => connections.length === 0)
    .map(({ provider }): Choice<() => Promise<unknown>> => ({
      label: l10n.t('Add a connection to {0}', provider.label),
      iconPath: new ThemeIcon('add'),
      value: async () => commands.executeCommand(commandIds.addConnection),
    }));
  const frame = { title: l10n.t('New Provider'), step: 1, totalSteps: undefined, canGoBack: false };
  const anyway: Choice<typeof back> = {
    label: l10n.t('Create a new provider anyway'),
    iconPath: new ThemeIcon('cloud'),
    value: back,
  };
  const picked = await askChoice<(() => Promise<unknown>) | typeof back>(
    frame,
    l10n.t('{0} knows this address', found.map(({ provider }) => provider.label).join(l10n.t(', '))),
    [...known, ...unconnected, anyway],
  );
  if (picked === back) {
    return false;
  }
  await picked();
  return true;
}
