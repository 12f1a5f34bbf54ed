import { env, l10n } from 'vscode';
import { toCurlCommand, unknownProject, type CurlCommand } from '../../auth/curl/curlCommand';
import { UserError } from '../../base/errors';
import { message } from '../../base/message';
import { omitUndefined } from '../../base/omitUndefined';
import { resolveCaFile } from '../../connections/caFile';
import type { TaskRef } from '../../tasks/task';
import { localize } from '../shell/localize';
import { missingProvider } from '../../providers/missingProvider';
import { plainText } from '../text/plainText';
import type { Services } from '../services';
import { showMessage } from '../shell/showMessage';

type CurlDeps = Pick<Services, 'connections' | 'providers'>;

/**
 * Copies curl commands for the requests of these tasks and says which shell variables they need. They hold no secret: the
 * credentials are not read.
 * @throws UserError, RequestError when a task has no valid request
 */
export async function copyAsCurl(deps: CurlDeps, refs: readonly TaskRef[]): Promise<void> {
  const copied = refs.map((ref) => toCurl(deps, ref));
  const remarks = new Set(copied.flatMap(({ remark }) => (remark ? `# ${plainText(localize(remark))}` : [])));
  await env.clipboard.writeText([...remarks, ...copied.map(({ line }) => line)].join('\n'));
  const variables = [...new Set(copied.flatMap((each) => each.variables))].join(', ');
  void showMessage(
    'information',
    variables === ''
      ? l10n.t('curl command copied.')
      : l10n.t('curl command copied. It holds no secret: set {0} in the shell first.', variables),
  );
}

function toCurl({ connections, providers }: CurlDeps, ref: TaskRef): CurlCommand {
  const connection = connections.get(ref.connection);
  if (!connection) {
    throw new UserError(message('There is no connection {0} in the settings.', ref.connection));
  }
  const provider = providers.get(connection.provider);
  if (!provider) {
    throw new UserError(missingProvider(connection.provider, providers));
  }
  const isUnknown = !connection.projectId && provider.fields.some(({ key }) => key === 'projectId');
  const request = provider.request(isUnknown ? { ...connection, projectId: unknownProject } : connection, ref.id, {
    language: env.language,
  });
  const { userId, caFile } = connection;
  const context = omitUndefined({ userId, caFile: caFile === undefined ? undefined : resolveCaFile(caFile) });
  return toCurlCommand(request, connection.credentials, context);
}
