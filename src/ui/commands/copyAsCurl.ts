import { env, l10n } from 'vscode';
import { toCurlCommand, unknownProject, type CurlCommand } from '../../auth/curl/curlCommand';
import { variableSuffixes } from '../../auth/curl/variableSuffixes';
import { omitUndefined } from '../../base/omitUndefined';
import { resolveCaFile } from '../../connections/caFile';
import { resolveConnection } from '../../polling/resolveConnection';
import type { TaskRef } from '../../tasks/task';
import { localize } from '../shell/localize';
import { plainText } from '../text/plainText';
import type { Services } from '../services';
import { showMessage } from '../shell/showMessage';

type CurlDeps = Pick<Services, 'connections' | 'providers'>;

/**
 * Copies curl commands for the requests of these tasks, each with its remark above it, and says which shell variables they need.
 * Each connection has variables of its own. The commands hold no secret: the credentials are not read.
 * @throws UserError, RequestError when a task has no valid request
 */
export async function copyAsCurl(deps: CurlDeps, refs: readonly TaskRef[]): Promise<void> {
  const suffixes = variableSuffixes(refs.map(({ connection }) => connection));
  const copied = refs.map((ref) => toCurl(deps, ref, suffixes.get(ref.connection) ?? ''));
  const lines = copied.flatMap(({ remark, line }) => (remark ? [`# ${plainText(localize(remark))}`, line] : [line]));
  await env.clipboard.writeText(lines.join('\n'));
  const variables = [...new Set(copied.flatMap((each) => each.variables))].join(l10n.t(', '));
  const text =
    variables === ''
      ? l10n.t('cURL command copied.')
      : l10n.t('cURL command copied without secrets. Set {0} in your shell before running it.', variables);
  void showMessage('information', text);
}

function toCurl(deps: CurlDeps, ref: TaskRef, variableSuffix: string): CurlCommand {
  const { connection, provider } = resolveConnection(deps, ref.connection);
  const isUnknown = !connection.projectId && provider.fields.some(({ key }) => key === 'projectId');
  const request = provider.request(isUnknown ? { ...connection, projectId: unknownProject } : connection, ref.id, {
    language: env.language,
  });
  const { userId, caFile } = connection;
  const context = omitUndefined({
    userId,
    variableSuffix,
    caFile: caFile === undefined ? undefined : resolveCaFile(caFile),
  });
  return toCurlCommand(request, connection.credentials, context);
}
