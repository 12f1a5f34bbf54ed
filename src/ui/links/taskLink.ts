import { extensionId } from '../../ids';
import type { TaskRef } from '../../tasks/task';

/** The two things that a link can ask for. */
export type LinkAction = 'track' | 'show';

/** The address that opens a task in the editor. It names no endpoint and holds no secret. @param scheme of the editor's links */
export function toTaskLink(scheme: string, { connection, id }: TaskRef): string {
  const query = `connection=${encode(connection)}&id=${encode(id)}`;
  return `${scheme}://${extensionId}/show?${query}`;
}

/** What a link asks for; `undefined` when it is none of ours. @param query decoded once, as `vscode.Uri` does */
export function readTaskLink({
  path,
  query,
}: {
  readonly path: string;
  readonly query: string;
}): { action: LinkAction; ref: TaskRef } | undefined {
  const action = path.replace(/^\/|\/$/g, '');
  const parameters = new URLSearchParams(query);
  const [connection, id] = [parameters.get('connection') ?? '', parameters.get('id') ?? ''];
  return (action === 'track' || action === 'show') && connection !== '' && id !== ''
    ? { action, ref: { connection, id } }
    : undefined;
}

/** Twice, because `vscode.Uri` decodes a whole query before its parts can be told apart. */
function encode(value: string): string {
  return encodeURIComponent(encodeURIComponent(value));
}
