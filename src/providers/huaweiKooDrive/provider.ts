import { describeWrongClock } from '../../auth/huawei/errorMessages';
import { message } from '../../base/message';
import { unexpectedShape } from '../parsing/response';
import { endpointField } from '../connectionFields';
import { isWithinDomain } from '../parsing/url';
import { classifyKooDriveCode, readKooDriveResponse } from './response';
import { huaweiKooDriveList, mainlandSite, toKooDriveRequest } from './list';
import { isKooDriveTask, toKooDriveSnapshot } from './snapshot';
import type { Provider } from '../provider';
import { readText } from '../parsing/fields';
import { isAskedId, validateTaskId } from '../parsing/taskId';
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
      hint: 'The address of the KooDrive website that you use: cn for mainland China, intl for elsewhere.',
      placeholder: mainlandSite,
      suggestions: [mainlandSite, 'https://intl.myhuaweicloud-koodrive.com'],
      fallback: mainlandSite,
    }),
    {
      key: 'userId',
      label: 'User ID',
      hint: 'Your KooDrive user ID, as the KooDrive API shows it. Needed for app authentication, optional with a token.',
      required: false,
      requiredFor: ['koodrive-app'],
      placeholder: '1505084218764547200',
      validate: (value) =>
        /^[\x21-\x7e]+$/.test(value) ? undefined : message('A user ID has no blanks, such as 1505084218764547200.'),
    },
  ],

  request: (connection, id) => toKooDriveRequest(connection, id),

  parse(response, id) {
    const json = readKooDriveResponse(response);
    if (!json.ok) {
      return json;
    }
    const { body } = json;
    if (!isKooDriveTask(body)) {
      return { ok: false, failure: unexpectedShape(response, 'a task with taskId and status', body) };
    }
    if (!isAskedId(readText(body, 'taskId'), id)) {
      return { ok: false, failure: unexpectedShape(response, 'the task that was asked for', body) };
    }
    const name = readText(body, 'taskName');
    return { ok: true, snapshot: toKooDriveSnapshot(body), ...omitUndefined({ name }) };
  },

  list: huaweiKooDriveList,
  validateId: validateTaskId,

  link(connection) {
    const site = connection.endpoint ?? mainlandSite;
    return isWithinDomain(site, 'myhuaweicloud-koodrive.com') ? new URL(site).origin : undefined;
  },

  classifyCode: classifyKooDriveCode,
  describeFailure: describeWrongClock,
  // The document's words: 20 minutes after the last call (KooDrive API Reference, Authentication).
  sessionLifetimeMs: { 'koodrive-token': 20 * 60_000 },
};
