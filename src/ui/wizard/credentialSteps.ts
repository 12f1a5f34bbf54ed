import { l10n, ThemeIcon, type QuickInputButton, env, Uri } from 'vscode';
import { credentialKindInfo } from '../../auth/credentialKinds';
import type { CredentialKind } from '../../auth/credentials';
import { localiseText } from '../localise';
import { askText } from './askText';
import type { ConnectionDraft } from './connectionDraft';
import { back, titled, type Step } from './runSteps';

/** The steps that ask for the secret half of a connection, masked where it is secret. */
export function credentialSteps(kind: CredentialKind): readonly Step<ConnectionDraft>[] {
  const { fields, hint, documentation } = credentialKindInfo(kind);
  return fields.map((field): Step<ConnectionDraft> => async (draft, frame) => {
    const help: QuickInputButton | undefined = documentation
      ? { iconPath: new ThemeIcon('question'), tooltip: l10n.t('Where do I get this?') }
      : undefined;
    for (;;) {
      const value = draft.secrets[field.key];
      const answer = await askText(titled(frame, localiseText(field.label)), {
        prompt: [localiseText(field.hint || hint), ...(field.required ? [] : [l10n.t('Optional.')])].join(' '),
        ...(value === undefined ? {} : { value }),
        password: field.secret,
        required: field.required,
        // Blanks around a password are part of it.
        ...(field.keepsBlanks ? { normalise: (typed: string) => typed } : {}),
        validate: (typed) => field.validate(typed),
        ...(help ? { button: help } : {}),
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
