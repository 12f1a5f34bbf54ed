import type { TaskState } from '../../../tasks/task';

/** What a word of a service may mean: a state, or only that the task is over, which says nothing of how it ended. */
export type Meaning = TaskState | 'over';

/**
 * The words that services use for the states of tasks, collected from the enumerations of public APIs. Words that mean
 * different things at different services (active, idle, enabled, open, every number) are left out on purpose.
 */
const lists: Readonly<Record<Meaning, string>> = {
  queued: `queued in_queue queue pending waiting wait created create new init initial initializing initialising
    submitted submit initiated dispatched triggered scheduled requested accepted received not_started unstarted starting
    start preparing runnable blocked deferred backlog on_hold hold validating validating_files pending_approval
    pending_payment provisioning launching enqueued assigned planned manual todo requeued undo staged queueing queuing
    throttled upload_complete
    排队中 等待中 待处理 未开始 待执行 初始化 准备中 已提交 已创建`,
  running: `running run in_progress progress progressing processing process executing started working busy ongoing
    underway building transcoding encoding rendering uploading downloading importing exporting copying syncing migrating
    creating updating deleting modifying deploying training evaluating finalizing completing stopping cancelling
    canceling terminating pausing resuming retrying retry restarting paused suspended input_required action_required
    need_to_be_audit waiting_for_retry rolling_back publishing analyzing scanning converting generating preprocessing
    postprocessing replaying operating doing stop_requested cancel_requested timing_out false
    进行中 处理中 执行中 运行中 转码中 上传中 下载中 取消中 停止中 生成中 审核中`,
  over: `done finished finish ended end complete completed completion closed terminated exited concluded processed executed true
    已完成 完成 已结束 结束`,
  succeeded: `succeeded success succeed successful successed ok passed pass ready available valid deployed published
    resolved neutral fulfilled 成功 执行成功 处理成功 转码成功 上传成功`,
  partial: `partial partial_success part_success completed_with_errors completed_with_failures completed_with_issues
    completed_with_exceptions completed_with_warnings success_with_failures succeeded_with_issues unstable warning
    部分成功 部分失败`,
  failed: `failed fail failure failing error errored err exception abnormal crashed dead killed kill timed_out timeout
    rejected reject denied declined invalid internal_error client_error service_error fault faulted out_of_memory
    node_fail boot_fail deadline deadline_exceeded launch_failed preempted upstream_failed unsuccessful
    rollback_complete rolled_back startup_failure not_built evicted expired no_answer unavailable interrupted abandoned lost fatal moderated banned
    失败 执行失败 异常 错误 超时 已过期`,
  cancelled: `cancelled canceled cancel aborted abort stopped stop user_stopped manual_stop revoked skipped ignored
    withdrawn upstream_canceled not_run disabled excluded superseded obsolete removed request_aborted no_task
    已取消 取消 已停止 已终止 终止 已跳过`,
  expired: 'stale archived gone purged not_found 已失效',
  unknown: 'unknown unspecified undefined none',
};

const words: ReadonlyMap<string, Meaning> = new Map(
  (Object.entries(lists) as [Meaning, string][]).flatMap(([meaning, list]) =>
    list.split(/\s+/).map((word) => [toComparable(word), meaning] as const),
  ),
);

/** What stands before the word itself in many enumerations: `JOB_STATE_RUNNING`, `UPDATE_FAILED`. */
const prefix =
  /^(?:.*(?:state|status)|task|job|assembly|create|update|delete|query|import|export|backup|restore|rollback|run|build|batch)(?=.)/;

/** Meanings by how a word begins or ends; the first that matches counts. */
const forms: readonly (readonly [form: RegExp, meaning: Meaning])[] = [
  [/^(partially|partly)|partial$/, 'partial'],
  [/^(?!fail).*with(errors|failures|issues|exceptions|warnings)$/, 'partial'],
  [/^(waitingfor|awaiting|pending)/, 'queued'],
  [/^(not|un|in)(completed?|done|finished|ready|processed|published|available|deployed)$/, 'running'],
  [/^cancel.*completed?$/, 'cancelled'],
  [/(failed|fail|failure|error|timeout|timedout|moderated|unsuccessful|unsuccessfully)$|^failed/, 'failed'],
  [/(success|succeeded|successful|successfully)$/, 'succeeded'],
  [/(cancelled|canceled|aborted)$/, 'cancelled'],
  // What a task does; neither how something is, as in FILE_MISSING, nor a noun.
  [
    /[aeiouy].*(?<!miss|exist|conflict|outstand|lack|noth|someth|anyth|everyth)(ing|inprogress)(up|down|back)?$/,
    'running',
  ],
  [/(completed?|done|finished|terminated)$/, 'over'],
  // Not a sentence.
  [/^(processing|running|executing|inprogress).{0,12}$/, 'running'],
  [/失败$/, 'failed'],
  [/成功$/, 'succeeded'],
  [/取消$/, 'cancelled'],
  [/中$/, 'running'],
  [/完成$/, 'over'],
];

/**
 * The form in which words are compared: lower case, compatibility characters as usual ones, letters and digits only. A
 * number stays as it is, with its sign.
 */
export function toComparable(word: string): string {
  const text = word.normalize('NFKC').trim().toLowerCase();
  return /^-?\d+(\.\d+)?$/.test(text) ? text : text.replace(/[^\p{L}\p{N}]+/gu, '') || text;
}

/** What a word of a service means; undefined for one that no table lists, and for every number. */
export function meaningOf(word: string): Meaning | undefined {
  const text = toComparable(word);
  const bare = text.replace(prefix, '');
  return words.get(text) ?? words.get(bare) ?? forms.find(([form]) => form.test(bare) || form.test(text))?.[1];
}

/** Whether a word stands in the table itself, rather than having the form of one. */
export function isListedWord(word: string): boolean {
  return words.has(toComparable(word));
}

/** Whether a word says that something was stopped. Some services say so of every task that has ended, and beside it how. */
export function isHalt(word: string): boolean {
  return toComparable(word).endsWith('stopped');
}
