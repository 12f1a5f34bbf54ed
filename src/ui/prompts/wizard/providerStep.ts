import { l10n, ThemeIcon } from 'vscode';
import { credentialKindInfo } from '../../../auth/credentialKinds';
import { CancelledError } from '../../../base/errors';
import { omitUndefined } from '../../../base/omitUndefined';
import type { CatalogEntry } from '../../../providers/catalog';
import { findPastedTasks, type PastedTask } from '../../../providers/pastedTask';
import type { Provider } from '../../../providers/provider';
import { listText } from '../../text/listText';
import { localize, localizeText } from '../../shell/localize';
import { askChoice, separator, type Choice } from './askChoice';
import { emptyDraft, type ConnectionDraft } from './connectionDraft';
import { back, titled, type Step } from './runSteps';

/** The services that a new connection may be for. */
export interface OfferedServices {
  readonly providers: readonly Provider[];
  /** What else there is in the catalog. */
  readonly catalog: readonly CatalogEntry[];
  /** Copies an entry of the catalog into the settings, in place of a new connection. */
  readonly customize: (entry: CatalogEntry) => Promise<void>;
  /** Makes a provider of the user's own, in place of a new connection. @param address what was typed, if it is one */
  readonly newProvider: (address: string | undefined) => Promise<void>;
}

type Service = Pick<PastedTask, 'provider'> & Partial<Pick<PastedTask, 'id' | 'fields'>>;

/** An API that no provider is for. */
interface OtherApi {
  readonly address: string | undefined;
}

/** Leads to New Provider. It shows whatever is typed: a search without a match must lead somewhere. */
function otherApi(address?: string): Choice<OtherApi> {
  return {
    label: l10n.t('Another API: New Provider…'),
    detail: l10n.t('Makes a provider of a curl command, the address of a task, or a JSON response.'),
    iconPath: new ThemeIcon('add'),
    alwaysShow: true,
    value: { address },
  };
}

/** Asks for the service: one of the list, or the one whose task has the pasted address. */
export function providerStep({ providers, catalog, customize, newProvider }: OfferedServices): Step<ConnectionDraft> {
  const helpOf = new Map(catalog.map(({ provider, help }) => [provider, help]));
  const toChoice = (service: Service): Choice<Service> => {
    const { provider, id } = service;
    const labels = provider.credentials.map((kind) => localizeText(credentialKindInfo(kind).label));
    const kinds = listText(labels, localize);
    const help = helpOf.get(provider);
    return {
      label: provider.label,
      detail: help ? l10n.t('{0}. {1}', kinds, localizeText(help.hint)) : kinds,
      iconPath: new ThemeIcon(provider.icon),
      value: service,
      ...(id === undefined ? {} : { description: id, alwaysShow: true }),
      ...(help && { buttons: [{ iconPath: new ThemeIcon('gear'), tooltip: l10n.t('Customize in settings.json') }] }),
    };
  };
  const all = [...providers, ...catalog.map(({ provider }) => provider)];
  const find = (typed: string): readonly Choice<Service | OtherApi>[] => {
    const found = findPastedTasks(typed, all, []).map(toChoice);
    return found.length === 0 && /^\s*(https?:\/\/\S|curl\s)/i.test(typed) ? [otherApi(typed)] : found;
  };
  return async (draft, frame) => {
    const inCatalog = catalog.map(({ provider }) => toChoice({ provider }));
    const choices = [
      ...providers.map((provider) => toChoice({ provider })),
      ...(inCatalog.length > 0 ? [separator(l10n.t('More services'))] : []),
      ...inCatalog,
    ];
    const picked = await askChoice<Service | OtherApi>(
      titled(frame, l10n.t('Service')),
      l10n.t('Select the service that runs your tasks, or paste the address of a task'),
      [...choices, otherApi()],
      choices.find(({ value }) => value?.provider === draft.provider)?.value,
      {
        find,
        onDidPressButton: async (service) => {
          const entry = 'provider' in service && catalog.find((each) => each.provider === service.provider);
          if (entry) {
            await customize(entry);
          }
          throw new CancelledError();
        },
      },
    );
    if (picked === back) {
      return back;
    }
    if ('address' in picked) {
      await newProvider(picked.address);
      throw new CancelledError();
    }
    const { provider, id, fields } = picked;
    if (id !== undefined) {
      return { ...emptyDraft, provider, ...omitUndefined({ task: id, fields: fields ?? {} }) };
    }
    // Values entered for another provider do not apply to this one.
    return provider === draft.provider ? draft : { ...emptyDraft, provider };
  };
}
