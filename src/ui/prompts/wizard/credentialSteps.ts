import { l10n, ThemeIcon, type QuickInputButton, env, Uri } from 'vscode';
import { credentialKindInfo } from '../../../auth/credentialKinds';
import type { CredentialField } from '../../../auth/credentialField';
import type { CredentialKind, Credentials } from '../../../auth/credentials';
import { pastedHeaderValue } from '../../../auth/pastedValue';
import { omitUndefined } from '../../../base/omitUndefined';
import type { CredentialHelp } from '../../../providers/catalog';
import type { Provider } from '../../../providers/provider';
import { localizeText } from '../../shell/localize';
import { askText } from './askText';
import type { ConnectionDraft } from './connectionDraft';
import { back, titled, type Step } from './runSteps';

/** The header that a provider names for credentials of the kind `header`. */
type CredentialHeader = Provider['credentialHeader'];

/**
 * What a person enters for a kind of credentials. Where the provider names the header, that is its value alone.
 * @param header of the provider
 */
function credentialFields(kind: CredentialKind, header: CredentialHeader): readonly CredentialField[] {
  const { fields } = credentialKindInfo(kind);
  return kind === 'header' && header ? fields.filter(({ key }) => key !== 'name') : fields;
}

/** Kinds whose own hints are about any service; others are about their vendor's. */
const generalKinds: readonly CredentialKind[] = ['bearer', 'header', 'basic'];

/**
 * The steps that ask for credentials. Secret fields are masked.
 * @param header of the provider, for credentials of the kind `header`
 * @param present the current credentials; fields that are left empty keep their values
 * @param service where they come from, where that is known
 */
export function credentialSteps(
  kind: CredentialKind,
  header: CredentialHeader,
  present?: Credentials,
  service?: CredentialHelp,
): readonly Step<ConnectionDraft>[] {
  const info = credentialKindInfo(kind);
  const own = generalKinds.includes(kind) ? service : undefined;
  const documentation = own?.page ?? info.documentation;
  return credentialFields(kind, header).map((field): Step<ConnectionDraft> => async (draft, frame) => {
    const hint = localizeText(own && field.secret ? own.hint : field.hint || info.hint);
    const help: QuickInputButton | undefined = documentation
      ? { iconPath: new ThemeIcon('question'), tooltip: l10n.t('Where do I get this?') }
      : undefined;
    for (;;) {
      const kept = presentValue(present, kind, field.key);
      const value = draft.secrets[field.key] ?? (field.secret ? undefined : kept);
      const answer = await askText(titled(frame, localizeText(field.label)), {
        prompt: [hint, ...whenEmpty(field.required, kept !== undefined)].join(' '),
        password: field.secret,
        required: field.required && !kept,
        validate: (typed) => field.validate(typed),
        normalize: normalizer(field, kind, {
          name: header?.name ?? draft.secrets['name'] ?? presentValue(present, kind, 'name') ?? '',
          prefix: header?.prefix ?? '',
        }),
        ...omitUndefined({ value, button: help }),
      });
      if (answer === back) {
        return back;
      }
      if (typeof answer === 'string') {
        const others = Object.entries(draft.secrets).filter(([key]) => key !== field.key);
        return { ...draft, secrets: Object.fromEntries(answer === '' ? others : [...others, [field.key, answer]]) };
      }
      await env.openExternal(Uri.parse(documentation ?? ''));
    }
  });
}

/** What comes along with the clipboard is cut off, and a prefix of the provider's stands before what was typed. */
function normalizer(
  field: CredentialField,
  kind: CredentialKind,
  { name, prefix }: NonNullable<CredentialHeader>,
): (typed: string) => string {
  return kind === 'header' && field.key === 'value'
    ? (typed) => pastedHeaderValue(typed, name, prefix)
    : (typed) => field.normalize(typed);
}

/** The hint that says what an empty field means. */
function whenEmpty(isRequired: boolean, isPresent: boolean): readonly string[] {
  if (isPresent) {
    return [l10n.t('Leave empty to keep the current value.')];
  }
  return isRequired ? [] : [l10n.t('Optional.')];
}

/** The fields of credentials; empty ones keep their present values. @param header of the provider */
export function withPresent(
  secrets: ConnectionDraft['secrets'],
  kind: CredentialKind,
  header: CredentialHeader,
  present: Credentials | undefined,
): Readonly<Record<string, string>> {
  const kept = credentialKindInfo(kind).fields.flatMap(({ key }) => {
    const value = secrets[key] ?? presentValue(present, kind, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  const named = kind === 'header' && header ? { name: header.name } : {};
  return { ...Object.fromEntries(kept), ...named };
}

/** Credentials without the fields that are secret, which must be entered again. */
export function nonSecretPart(credentials: Credentials): Credentials {
  const secret = credentialKindInfo(credentials.kind).fields.flatMap((field) => (field.secret ? [field.key] : []));
  return Object.fromEntries(Object.entries(credentials).filter(([key]) => !secret.includes(key))) as Credentials;
}

/** Whether credentials have all that is needed. @param header of the provider */
export function hasSecrets(kind: CredentialKind, header: CredentialHeader, present: Credentials | undefined): boolean {
  return credentialFields(kind, header).every(
    ({ key, required }) => !required || presentValue(present, kind, key) !== undefined,
  );
}

function presentValue(present: Credentials | undefined, kind: CredentialKind, key: string): string | undefined {
  return present?.kind === kind ? (present as unknown as Readonly<Record<string, string | undefined>>)[key] : undefined;
}
