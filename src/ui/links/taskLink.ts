import { env, type Uri } from 'vscode';
import { extensionId } from '../../ids';
import type { TaskRef } from '../../tasks/task';

/** The two things that a link can ask for. */
export type LinkAction = 'track' | 'show';

/** The address that opens a task in this editor. It names no endpoint and holds no secret. */
export function toTaskLink({ connection, id }: TaskRef): string {
  const query = `connection=${encodeURIComponent(connection)}&id=${encodeURIComponent(id)}`;
  return `${env.uriScheme}://${extensionId}/show?${query}`;
}

/** What a link asks for; `undefined` when it is none of ours. */
export function readTaskLink({
  path,
  query,
}: Pick<Uri, 'path' | 'query'>): { action: LinkAction; ref: TaskRef } | undefined {
  const action = path.replace(/^\/|\/$/g, '');
  const parameters = new URLSearchParams(query);
  const [connection, id] = [parameters.get('connection') ?? '', parameters.get('id') ?? ''];
  return (action === 'track' || action === 'show') && connection !== '' && id !== ''
    ? { action, ref: { connection, id } }
    : undefined;
}
