import { l10n, ThemeIcon, type QuickInputButton } from 'vscode';
import { omitUndefined } from '../../../base/omitUndefined';
import type { Connection } from '../../../connections/connection';
import { isFieldRequired } from '../../../providers/checkConnection';
import type { ConnectionField, Provider } from '../../../providers/provider';
import { localizeText } from '../../shell/localize';
import { askChoice, type Choice } from './askChoice';
import { askText } from './askText';
import { askedFields, toConnection, type ConnectionDraft } from './connectionDraft';
import { back, titled, type Step } from './runSteps';

/** Entries of the quick pick that are not values. */
const otherValue = Symbol('other value');
const otherField = Symbol('other field');

/** The steps that ask for a provider's connection fields. @param isIncluded says which of them; all by default */
export function fieldSteps(
  provider: Provider,
  draft: ConnectionDraft,
  isIncluded: (field: ConnectionField) => boolean = () => true,
): readonly Step<ConnectionDraft>[] {
  const fields = askedFields(provider, draft).filter(isIncluded);
  return fields.map((field) => (known, frame) => askField(provider, field, known, frame));
}

async function askField(
  provider: Provider,
  field: ConnectionField,
  draft: ConnectionDraft,
  frame: Parameters<Step<ConnectionDraft>>[1],
): Promise<ConnectionDraft | typeof back> {
  const replacement = provider.fields.find(({ key }) => key === field.replacedBy);
  const withValue = (key: ConnectionField['key'], value: string): ConnectionDraft => {
    return { ...draft, fields: { ...omit(draft.fields, field.key), [key]: value } };
  };
  for (;;) {
    // If another field replaces this one, it has no value itself.
    const isReplaced = replacement !== undefined && draft.fields[replacement.key] !== undefined;
    const current = draft.fields[field.key] ?? (isReplaced ? otherField : undefined);
    const picked = field.suggestions ? await pickValue(field, replacement, current, frame) : otherValue;
    if (picked === back) {
      return back;
    }
    if (typeof picked === 'string') {
      const { fields } = withValue(field.key, picked);
      return { ...draft, fields: replacement ? omit(fields, replacement.key) : fields };
    }
    const asked = picked === otherField && replacement ? replacement : field;
    const typed = await typeValue(provider, asked, replacement, draft, {
      ...frame,
      canGoBack: frame.canGoBack || field.suggestions !== undefined,
    });
    if (typed === back) {
      if (field.suggestions) {
        continue;
      }
      return back;
    }
    const { fields } = withValue(typed.key, typed.value);
    return { ...draft, fields: replacement && typed.key === field.key ? omit(fields, replacement.key) : fields };
  }
}

async function pickValue(
  field: ConnectionField,
  replacement: ConnectionField | undefined,
  current: string | symbol | undefined,
  frame: Parameters<typeof askChoice>[0],
): Promise<string | symbol> {
  const suggestions = field.suggestions ?? [];
  const choices: Choice<string | symbol>[] = suggestions.map((value) => ({
    label: value,
    value,
    ...(value === field.fallback ? { description: l10n.t('usual') } : {}),
  }));
  choices.push({
    label: l10n.t('Other {0}…', localizeText(field.label)),
    iconPath: new ThemeIcon('edit'),
    alwaysShow: true,
    value: otherValue,
  });
  if (replacement) {
    choices.push({
      label: l10n.t('Custom {0}…', localizeText(replacement.label)),
      detail: localizeText(replacement.hint),
      iconPath: new ThemeIcon('link'),
      alwaysShow: true,
      value: otherField,
    });
  }
  const isSuggested = typeof current === 'symbol' || current === undefined || suggestions.includes(current);
  return askChoice(
    titled(frame, localizeText(field.label)),
    localizeText(field.hint),
    choices,
    isSuggested ? (current ?? field.fallback) : otherValue,
  );
}

/** Asks for a field in an input box. A button leads to the field that may replace it. */
async function typeValue(
  provider: Provider,
  field: ConnectionField,
  replacement: ConnectionField | undefined,
  draft: ConnectionDraft,
  frame: Parameters<typeof askText>[0],
): Promise<typeof back | { readonly key: ConnectionField['key']; readonly value: string }> {
  const others = replacement && field !== replacement && !field.suggestions ? replacement : undefined;
  const button: QuickInputButton | undefined = others && {
    iconPath: new ThemeIcon('link'),
    tooltip: l10n.t('Use a custom {0} instead', localizeText(others.label)),
  };
  const connection: Connection = toConnection(draft, '', provider);
  const required = field === replacement || field.required || isFieldRequired(field, connection);
  const value = draft.fields[field.key];
  const answer = await askText(titled(frame, localizeText(field.label)), {
    prompt: [localizeText(field.hint), ...(required ? [] : [whenEmpty(field)])].join(' '),
    required,
    validate: (typed) => field.validate(typed),
    ...omitUndefined({ placeholder: field.placeholder, value, normalize: field.normalize, button }),
  });
  if (answer === back) {
    return back;
  }
  if (typeof answer === 'string') {
    return { key: field.key, value: answer };
  }
  const replaced = others ? await typeValue(provider, others, others, draft, { ...frame, canGoBack: true }) : back;
  return replaced === back ? typeValue(provider, field, replacement, draft, frame) : replaced;
}

function whenEmpty(field: ConnectionField): string {
  return field.whenEmpty === undefined ? l10n.t('Optional.') : localizeText(field.whenEmpty);
}

function omit(fields: ConnectionDraft['fields'], key: ConnectionField['key']): ConnectionDraft['fields'] {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
}
