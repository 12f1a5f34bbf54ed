import { l10n, ThemeIcon, type QuickInputButton, env, Uri } from 'vscode';
import { credentialKindInfo } from '../../../auth/credentialKinds';
import type { CredentialKind, Credentials } from '../../../auth/credentials';
import { omitUndefined } from '../../../base/omitUndefined';
import { localizeText } from '../../shell/localize';
import { askText } from './askText';
import type { ConnectionDraft } from './connectionDraft';
import { back, titled, type Step } from './runSteps';

/**
 * The steps that ask for credentials. Secret fields are masked.
 * @param present the current credentials; fields that are left empty keep their values
 */
export function credentialSteps(kind: CredentialKind, present?: Credentials): readonly Step<ConnectionDraft>[] {
  const { fields, hint, documentation } = credentialKindInfo(kind);
  return fields.map((field): Step<ConnectionDraft> => async (draft, frame) => {
    const help: QuickInputButton | undefined = documentation
      ? { iconPath: new ThemeIcon('question'), tooltip: l10n.t('Where do I get this?') }
      : undefined;
    for (;;) {
      const kept = presentValue(present, kind, field.key);
      const value = draft.secrets[field.key] ?? (field.secret ? undefined : kept);
      const answer = await askText(titled(frame, localizeText(field.label)), {
        prompt: [localizeText(field.hint || hint), ...whenEmpty(field.required, kept !== undefined)].join(' '),
        password: field.secret,
        required: field.required && !kept,
        validate: (typed) => field.validate(typed),
        ...omitUndefined({
          value,
          // Spaces around a password are part of it.
          normalize: field.keepsBlanks ? (typed: string) => typed : undefined,
          button: help,
        }),
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

/** The hint that says what an empty field means. */
function whenEmpty(isRequired: boolean, isPresent: boolean): readonly string[] {
  if (isPresent) {
    return [l10n.t('Leave it empty to keep the present one.')];
  }
  return isRequired ? [] : [l10n.t('Optional.')];
}

/** The fields of credentials; empty ones keep their present values. */
export function withPresent(
  secrets: ConnectionDraft['secrets'],
  kind: CredentialKind,
  present: Credentials | undefined,
): Readonly<Record<string, string>> {
  const kept = credentialKindInfo(kind).fields.flatMap(({ key }) => {
    const value = secrets[key] ?? presentValue(present, kind, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(kept);
}

/** Credentials without the fields that are secret, which must be entered again. */
export function nonSecretPart(credentials: Credentials): Credentials {
  const secret = credentialKindInfo(credentials.kind).fields.flatMap((field) => (field.secret ? [field.key] : []));
  return Object.fromEntries(Object.entries(credentials).filter(([key]) => !secret.includes(key))) as Credentials;
}

function presentValue(present: Credentials | undefined, kind: CredentialKind, key: string): string | undefined {
  return present?.kind === kind ? (present as unknown as Readonly<Record<string, string | undefined>>)[key] : undefined;
}
