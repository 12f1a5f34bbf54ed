import { isJsonObject } from '../base/json';
import type { ForeignProvider } from './foreignProvider';

const members: Record<keyof ForeignProvider, true> = {
  id: true,
  label: true,
  icon: true,
  documentation: true,
  fields: true,
  credentials: true,
  credentialHeader: true,
  editorAccount: true,
  request: true,
  parse: true,
  parsesFailures: true,
  rateLimit: true,
  rateLimitKey: true,
  list: true,
  oauthClient: true,
  cancel: true,
  cancellableStates: true,
  recognize: true,
  minIntervalMs: true,
  validateId: true,
  link: true,
  classifyCode: true,
  classifyFailure: true,
  describeFailure: true,
  isUnknownTask: true,
  sessionLifetimeMs: true,
};
const fieldMembers = [
  ...['key', 'label', 'hint', 'whenEmpty', 'required', 'replacedBy', 'requiredFor', 'isApplicable', 'isRequired'],
  ...['placeholder', 'suggestions', 'fallback', 'normalize', 'validate'],
];

/**
 * Copies a provider of another extension, so that it cannot change after it was validated. Each member is read once; functions
 * still run on the original, which may be an object of a class.
 * @returns the copy; any other value as it is
 */
export function copyProvider(value: unknown): unknown {
  if (!isJsonObject(value)) {
    return value;
  }
  const copy = readMembers(value, Object.keys(members));
  const { fields, list, rateLimit, credentials, credentialHeader, sessionLifetimeMs } = copy;
  return {
    ...copy,
    ...(Array.isArray(fields) ? { fields: fields.map((field) => copyObject(field, fieldMembers)) } : {}),
    ...(Array.isArray(credentials) ? { credentials: [...(credentials as unknown[])] } : {}),
    ...(isJsonObject(credentialHeader) ? { credentialHeader: readMembers(credentialHeader, ['name', 'prefix']) } : {}),
    ...(isJsonObject(list) ? { list: readMembers(list, ['pageSize', 'request', 'parse']) } : {}),
    ...(isJsonObject(rateLimit) ? { rateLimit: readMembers(rateLimit, ['burst', 'intervalMs']) } : {}),
    ...(isJsonObject(sessionLifetimeMs) ? { sessionLifetimeMs: { ...sessionLifetimeMs } } : {}),
  };
}

function copyObject(value: unknown, keys: readonly string[]): unknown {
  return isJsonObject(value) ? readMembers(value, keys) : value;
}

function readMembers(value: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of keys) {
    const member = value[key];
    if (typeof member === 'function') {
      copy[key] = (...args: unknown[]): unknown => Reflect.apply(member, value, args) as unknown;
    } else if (member !== undefined) {
      copy[key] = Array.isArray(member) ? [...(member as unknown[])] : member;
    }
  }
  return copy;
}
