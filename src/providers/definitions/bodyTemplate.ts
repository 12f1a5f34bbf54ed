import { isJsonObject } from '../../base/json';
import { encodePart } from '../parsing/url';
import { fillTemplate, parseTemplate, placeholdersOf, type TemplatePart, type Values } from './template';

/** A text of a body that is a template. Another object than text, so that no text of the user's is taken for one. */
class TemplateText {
  constructor(readonly parts: readonly TemplatePart[]) {}
}

/** The body of a request with templates in it. */
export interface BodyTemplate {
  readonly contentType: string;
  /** The names of its placeholders. */
  readonly names: readonly string[];
  /** Fills it. What stands for a placeholder without a value is left out. */
  fill(values: Values): string;
}

/**
 * A JSON body. A text in it is a template when every brace belongs to a placeholder of these names; a GraphQL query, which
 * has braces of its own, stays as it is. Keys are no templates.
 * @param isKnown whether there is a placeholder of this name
 */
export function jsonBody(body: unknown, isKnown: (name: string) => boolean): BodyTemplate {
  const names = new Set<string>();
  const template = mapTexts(body, (text) => {
    const parts = templateOf(text, isKnown);
    placeholdersOf(parts ?? []).forEach(({ name }) => names.add(name));
    return parts ? new TemplateText(parts) : text;
  });
  return {
    contentType: 'application/json',
    names: [...names],
    fill: (values) => JSON.stringify(fillAll(template, values) ?? null),
  };
}

/** A body of the type `application/x-www-form-urlencoded`. Its values are templates as in {@link jsonBody}. */
export function formBody(form: Readonly<Record<string, string>>, isKnown: (name: string) => boolean): BodyTemplate {
  const pairs = Object.entries(form).map(([name, text]) => [name, templateOf(text, isKnown) ?? [text]] as const);
  return {
    contentType: 'application/x-www-form-urlencoded',
    names: pairs.flatMap(([, parts]) => placeholdersOf(parts).map(({ name }) => name)),
    fill: (values) =>
      pairs
        .flatMap(([name, parts]) => {
          const value = fillTemplate(parts, values);
          return value === undefined ? [] : [`${encodePart(name)}=${encodePart(value)}`];
        })
        .join('&'),
  };
}

/** The parts of a text that is a template; undefined for one without placeholders, and where a brace belongs to none. */
function templateOf(text: string, isKnown: (name: string) => boolean): readonly TemplatePart[] | undefined {
  const parts = parseTemplate(text);
  const placeholders = placeholdersOf(parts);
  const isTemplate =
    placeholders.length > 0 &&
    placeholders.every(({ name }) => isKnown(name)) &&
    parts.every((part) => typeof part !== 'string' || !/[{}]/.test(part));
  return isTemplate ? parts : undefined;
}

function mapTexts(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === 'string') {
    return change(value);
  }
  if (Array.isArray(value)) {
    return value.map((each) => mapTexts(each, change));
  }
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, change)]))
    : value;
}

/** Undefined where a placeholder has no value. */
function fillAll(value: unknown, values: Values): unknown {
  if (value instanceof TemplateText) {
    return fillTemplate(value.parts, values);
  }
  if (Array.isArray(value)) {
    return value.map((each) => fillAll(each, values)).filter((each) => each !== undefined);
  }
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .map(([key, each]) => [key, fillAll(each, values)] as const)
          .filter(([, each]) => each !== undefined),
      )
    : value;
}
