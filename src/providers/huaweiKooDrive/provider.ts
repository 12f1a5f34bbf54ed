import { message } from '../../base/message';
import { endpointField } from '../connectionFields';
import { isWithinDomain } from '../parsing/url';
import { readTaskBody } from '../parsing/taskResponse';
import { classifyKooDriveCode, describeKooDriveFailure, kooDriveTask } from './response';
import { huaweiKooDriveList, mainlandSite, toKooDriveRequest } from './list';
import { toKooDriveSnapshot } from './snapshot';
import type { Provider } from '../provider';
import { readText } from '../parsing/fields';
import { responseTime } from '../parsing/time';
import { taskIdLike } from '../parsing/taskId';
import { omitUndefined } from '../../base/omitUndefined';

/** Huawei Cloud KooDrive: transfers of drives and batch imports of users. */
export const huaweiKooDrive: Provider = {
  id: 'huawei-koodrive',
  label: 'Huawei Cloud KooDrive',
  icon: 'folder-library',
  documentation: 'https://support.huaweicloud.com/intl/en-us/api-koodrive/getTaskDetail.html',
  credentials: ['koodrive-app', 'koodrive-token'],
  fields: [
    endpointField({
      hint: 'KooDrive site: cn (mainland China) or intl (international).',
      placeholder: mainlandSite,
      suggestions: [mainlandSite, 'https://intl.myhuaweicloud-koodrive.com'],
      fallback: mainlandSite,
    }),
    {
      key: 'userId',
      label: 'User ID',
      hint: 'Your KooDrive user ID, which the API reference calls mandatory. Leave it empty only with a token whose user ID you do not know.',
      required: false,
      requiredFor: ['koodrive-app'],
      placeholder: '1505084218764547200',
      validate: (value) =>
        /^[\x21-\x7e]+$/.test(value)
          ? undefined
          : message('A user ID contains no spaces, such as 1505084218764547200.'),
    },
  ],

  request: (connection, id, context) => toKooDriveRequest(connection, id, {}, context),

  parse(response, id) {
    const found = readTaskBody(response, id, kooDriveTask);
    if (!found.ok) {
      return found;
    }
    const name = readText(found.task, 'taskName');
    const snapshot = toKooDriveSnapshot(found.task, responseTime(response));
    return { ok: true, snapshot, ...omitUndefined({ name }) };
  },

  list: huaweiKooDriveList,
  validateId: taskIdLike('Huawei Cloud KooDrive', '1534087020903704704'),

  link(connection) {
    const site = connection.endpoint ?? mainlandSite;
    return isWithinDomain(site, 'myhuaweicloud-koodrive.com') ? new URL(site).origin : undefined;
  },

  classifyCode: classifyKooDriveCode,
  describeFailure: describeKooDriveFailure,
  // "20 minutes after the last call" (KooDrive API Reference, Authentication).
  sessionLifetimeMs: { 'koodrive-token': 20 * 60_000 },
};
