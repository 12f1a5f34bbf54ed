import { createHuaweiClassifier } from '../../auth/huawei/errorCodes';

/** Knows the codes of VOD's error code page; `VST` is the part of it that edits. */
export const classifyVodCode = createHuaweiClassifier([
  // It sends 403 for its own trouble as well.
  [/^VOD\.1005[12]$/i, 'server-error'],
  [/^VST\.10002$/i, 'server-error'],
  [/^(VOD\.10054|VST\.10004)$/i, 'unauthorised'],
  [/^VOD\.10055$/i, 'forbidden'],
  // 10062 is an asset that is missing, sent with 400 or 403, not the task.
  [/^(VOD\.100(53|62|81|83)|VST\.10001)$/i, 'rejected'],
]);
