import type { PublicApi } from './publicApi';

const uuid = '9ea68fd3-f953-42c1-9742-976c447fb463';

/** A change to a condition of Kubernetes that says whether something succeeded. */
function succeeded(status: string, reason: string, message = ''): { readonly status: object } {
  return { status: { conditions: [{ type: 'Succeeded', status, reason, message }] } };
}

/** As {@link succeeded}, of what has ended. */
function ended(...condition: Parameters<typeof succeeded>): object {
  const { status } = succeeded(...condition);
  return { status: { ...status, completionTime: '2020-05-04T02:19:14Z' } };
}

/**
 * APIs that say in another way than most how a task is. Each body is the one that `source` shows or whose members it lists,
 * without members that say nothing; hosts are examples. Changes use the words and members that the same service documents.
 */
export const unusualStates: readonly PublicApi[] = [
  {
    name: 'Redfish tasks: a health beside the state',
    source: 'openbmc/bmcweb: redfish-core/lib/task.hpp',
    request: 'curl -k -u me:pw https://bmc.example.com/redfish/v1/TaskService/Tasks/545',
    id: '545',
    body: {
      ...{ '@odata.id': '/redfish/v1/TaskService/Tasks/545', '@odata.type': '#Task.v1_4_3.Task', Id: '545' },
      ...{ Name: 'Task 545', TaskState: 'Running', TaskStatus: 'OK', PercentComplete: 42, HidePayload: true },
      ...{ TaskMonitor: '/redfish/v1/TaskService/TaskMonitors/545', StartTime: '2024-11-30T05:49:40+00:00' },
      Messages: [{ Message: "The task with Id '545' has started.", MessageId: 'TaskEvent.1.0.3.TaskStarted' }],
    },
    finds: { state: 'TaskState', progress: 'PercentComplete', createdAt: 'StartTime', name: 'Name' },
    states: [
      [{ TaskState: 'New' }, 'queued'],
      [{ TaskState: 'Completed' }, 'succeeded'],
      [{ TaskState: 'Killed', TaskStatus: 'Warning' }, 'failed'],
      [{ TaskState: 'Cancelled', TaskStatus: 'Warning' }, 'cancelled'],
    ],
    reasons: [
      [
        { TaskState: 'Exception', TaskStatus: 'Warning', Messages: [{ Message: 'The image is bad.' }] },
        'The image is bad.',
      ],
    ],
  },
  {
    name: 'Redfish tasks: from one that has ended',
    source: 'openbmc/bmcweb: redfish-core/lib/task.hpp',
    request: 'curl -k -u me:pw https://bmc.example.com/redfish/v1/TaskService/Tasks/545',
    id: '545',
    body: { Id: '545', Name: 'Task 545', TaskStatus: 'OK', TaskState: 'Completed', PercentComplete: 100 },
    finds: { state: 'TaskState' },
    states: [
      [{ TaskState: 'Running', TaskStatus: undefined }, 'running'],
      [{ TaskState: 'Exception', TaskStatus: 'Warning' }, 'failed'],
    ],
  },
  {
    // The task is a model of the source. The envelope is of the form after its API reference, not recorded.
    name: 'Bitmovin encodings: a word for the request around the task',
    source: 'bitmovin/bitmovin-api-sdk-javascript: src/models/Task.ts, Status.ts',
    request: `https://api.bitmovin.com/v1/encoding/encodings/${uuid}/status`,
    id: uuid,
    body: {
      ...{ requestId: '6d84e126-d10c-4e52-bbfb-bd4c92bc8333', status: 'SUCCESS' },
      data: { result: { status: 'RUNNING', progress: 42, eta: 120, subtasks: [] }, messages: [] },
    },
    finds: { root: 'data.result', state: 'status', progress: 'progress' },
    states: [
      [{ data: { result: { status: 'QUEUED' } } }, 'queued'],
      [{ data: { result: { status: 'FINISHED' } } }, 'succeeded'],
      [{ data: { result: { status: 'ERROR' } } }, 'failed'],
    ],
  },
  {
    name: 'Proxmox VE tasks: stopped, with an exit status',
    // What `exitstatus` says, and that warnings are no failure: upid_read_status and upid_status_is_error of PVE::Tools.
    source: 'proxmox/pve-manager: PVE/API2/Tasks.pm',
    request:
      'https://pve.example.com:8006/api2/json/nodes/pve/tasks/UPID:pve:00001234:0000ABCD:65000000:qmstart:100:root@pam:/status',
    id: 'UPID:pve:00001234:0000ABCD:65000000:qmstart:100:root@pam:',
    body: {
      data: {
        ...{ status: 'running', upid: 'UPID:pve:00001234:0000ABCD:65000000:qmstart:100:root@pam:', node: 'pve' },
        ...{ pid: 4660, pstart: 43981, starttime: 1694498816, type: 'qmstart', id: '100', user: 'root@pam' },
      },
    },
    finds: { state: 'status', createdAt: 'starttime' },
    states: [
      [{ data: { status: 'stopped', exitstatus: 'OK' } }, 'succeeded'],
      [{ data: { status: 'stopped', exitstatus: 'WARNINGS: 1' } }, 'partial'],
    ],
    reasons: [
      [{ data: { status: 'stopped', exitstatus: 'command failed: exit code 1' } }, 'command failed: exit code 1'],
    ],
  },
  {
    name: 'Docker containers: exited, with an exit code',
    source: 'moby/moby: api/docs/v1.47.yaml, ContainerInspect',
    request:
      'https://docker.example.com/v1.47/containers/ba033ac4401106a3b513bc9d639eee123ad78ca3616b921167cd74b20e25ed39/json',
    id: 'ba033ac4401106a3b513bc9d639eee123ad78ca3616b921167cd74b20e25ed39',
    body: {
      ...{ AppArmorProfile: '', Args: ['-c', 'exit 9'], Created: '2015-01-06T15:47:31.485331387Z', Driver: 'overlay2' },
      Config: { Hostname: 'ba033ac44011', Image: 'ubuntu', StopSignal: 'SIGTERM', StopTimeout: 10 },
      HostConfig: { Memory: 0, RestartPolicy: { MaximumRetryCount: 2, Name: 'on-failure' } },
      ...{ Id: 'ba033ac4401106a3b513bc9d639eee123ad78ca3616b921167cd74b20e25ed39', Name: '/boring_euclid' },
      ...{
        Image: '04c5d3b7b0656168630d3ba35d8889bd0e9caafcaeb3004d2bfbc47e7c5d35d2',
        Path: '/bin/sh',
        RestartCount: 1,
      },
      State: {
        ...{ Error: '', ExitCode: 9, FinishedAt: '2015-01-06T15:47:32.080254511Z', OOMKilled: false, Dead: false },
        Health: {
          ...{ Status: 'healthy', FailingStreak: 0 },
          Log: [
            { Start: '2019-12-22T10:59:05.6385933Z', End: '2019-12-22T10:59:05.8078452Z', ExitCode: 0, Output: '' },
          ],
        },
        ...{ Paused: false, Pid: 0, Restarting: false, Running: true, StartedAt: '2015-01-06T15:47:32.072697474Z' },
        Status: 'running',
      },
      Mounts: [{ Name: 'fac362...80535', Source: '/data', Destination: '/data', Driver: 'local', RW: false }],
    },
    finds: { state: 'State.Status', createdAt: 'Created', endedAt: 'State.FinishedAt', name: 'Name' },
    states: [
      [{}, 'running'],
      [{ State: { Status: 'created', Running: false } }, 'queued'],
      [{ State: { Status: 'restarting', Restarting: true } }, 'running'],
      [{ State: { Status: 'exited', Running: false, ExitCode: 0 } }, 'succeeded'],
      [{ State: { Status: 'dead', Running: false, Dead: true } }, 'failed'],
    ],
    reasons: [[{ State: { Status: 'exited', Running: false } }, 'Exit code {0}.']],
  },
  {
    name: 'YARN applications: a final status that is not defined yet',
    source: 'https://hadoop.apache.org/docs/stable/hadoop-yarn/hadoop-yarn-site/WebServicesIntro.html',
    request: 'https://host.domain.com:8090/ws/v1/cluster/apps/application_1326821518301_0010',
    id: 'application_1326821518301_0010',
    body: {
      app: {
        ...{ finishedTime: 0, trackingUI: 'ApplicationMaster', state: 'RUNNING', user: 'user1' },
        ...{ id: 'application_1326821518301_0010', clusterId: 1326821518301, finalStatus: 'UNDEFINED' },
        ...{ progress: 82.44703, name: 'Sleep job', startedTime: 1326860715335, elapsedTime: 31814, diagnostics: '' },
        ...{ trackingUrl: 'http://host.domain.com:8088/proxy/application_1326821518301_0010/', queue: 'a1' },
        amContainerLogs: 'http://host.domain.com:8042/node/containerlogs/container_1326821518301_0010_01_000001',
        amHostHttpAddress: 'host.domain.com:8042',
      },
    },
    finds: { state: 'app.state', progress: 'app.progress', createdAt: 'app.startedTime', link: 'app.trackingUrl' },
    states: [
      [{ app: { state: 'ACCEPTED' } }, 'queued'],
      [{ app: { state: 'FINISHED', finalStatus: 'SUCCEEDED' } }, 'succeeded'],
      [{ app: { state: 'FINISHED', finalStatus: 'KILLED' } }, 'failed'],
    ],
    reasons: [[{ app: { state: 'FINISHED', finalStatus: 'FAILED', diagnostics: 'Task failed' } }, 'Task failed']],
  },
  {
    name: 'Tekton pipeline runs: a condition',
    source: 'tektoncd/pipeline: docs/pipelineruns.md, Monitoring execution status',
    request: 'https://k8s.example.com/apis/tekton.dev/v1/namespaces/default/pipelineruns/go-example-git',
    id: 'go-example-git',
    body: {
      ...{ apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', spec: { pipelineRef: { name: 'go-example' } } },
      metadata: { name: 'go-example-git', namespace: 'default', creationTimestamp: '2020-05-04T02:00:11Z' },
      status: {
        startTime: '2020-05-04T02:00:11Z',
        conditions: [
          {
            ...{ lastTransitionTime: '2020-05-04T02:00:11Z', type: 'Succeeded', status: 'Unknown', reason: 'Running' },
            message: 'Tasks Completed: 1 (Failed: 0, Cancelled 0), Incomplete: 3, Skipped: 0',
          },
        ],
        childReferences: [{ name: 'triggers-release-nightly-frwmw-build', pipelineTaskName: 'build', kind: 'TaskRun' }],
      },
    },
    finds: { name: 'metadata.name', createdAt: 'metadata.creationTimestamp', endedAt: 'status.completionTime' },
    states: [
      [{}, 'running'],
      [{ status: { conditions: undefined } }, 'running'],
      [succeeded('Unknown', 'Started'), 'running'],
      [succeeded('Unknown', 'Cancelled'), 'running'],
      [ended('True', 'Succeeded'), 'succeeded'],
      [ended('True', 'Completed'), 'succeeded'],
      [ended('False', 'Cancelled'), 'cancelled'],
      [ended('False', 'PipelineRunTimeout'), 'failed'],
    ],
    reasons: [
      [
        ended(
          'False',
          'ParameterMissing',
          '[User error] PipelineRun default parameters is missing some parameters required by Pipeline',
        ),
        '[User error] PipelineRun default parameters is missing some parameters required by Pipeline',
      ],
    ],
  },
  {
    name: 'Tekton task runs: a condition that is false for now',
    source: 'tektoncd/pipeline: docs/taskruns.md, Monitoring execution status',
    request: 'https://k8s.example.com/apis/tekton.dev/v1/namespaces/default/taskruns/read-repo-run',
    id: 'read-repo-run',
    body: {
      ...{ apiVersion: 'tekton.dev/v1', kind: 'TaskRun', spec: { taskRef: { name: 'read-task' } } },
      metadata: { name: 'read-repo-run', namespace: 'default', creationTimestamp: '2019-08-12T18:22:51Z' },
      status: {
        conditions: [
          { lastTransitionTime: '2019-08-12T18:22:52Z', type: 'Succeeded', status: 'Unknown', reason: 'Pending' },
        ],
        startTime: '2019-08-12T18:22:51Z',
      },
    },
    finds: { createdAt: 'metadata.creationTimestamp' },
    states: [
      [{}, 'queued'],
      [succeeded('Unknown', 'TaskRunCancelled'), 'running'],
      [succeeded('False', 'CouldntGetTask'), 'running'],
      [ended('False', 'TaskRunCancelled'), 'cancelled'],
      [ended('False', 'TaskRunImagePullFailed'), 'failed'],
      // Nothing says that it has begun, so that nothing can turn out well any more.
      [{ status: { ...succeeded('False', 'TaskRunImagePullFailed').status, startTime: undefined } }, 'failed'],
    ],
  },
  {
    name: 'Dropbox batches: a tag',
    // The tags and the ID: dropbox/dropbox-api-spec, async.stone. The entries: RelocationBatchResultEntry of its SDKs.
    source:
      'https://dropbox.github.io/dropbox-sdk-java/api-docs/v7.1.0/com/dropbox/core/v2/files/RelocationBatchV2JobStatus.html',
    request: `curl https://api.dropboxapi.com/2/files/move_batch/check_v2 --json '{"async_job_id":"34g93hh34h04y384084"}'`,
    id: '34g93hh34h04y384084',
    body: { '.tag': 'in_progress' },
    finds: { state: '".tag"' },
    states: [
      [
        { '.tag': 'complete', entries: [{ '.tag': 'success', success: { '.tag': 'file', name: 'a.jpg' } }] },
        'succeeded',
      ],
    ],
  },
  {
    name: 'Instagram containers: a status code that is a word, beside a sentence',
    source: 'https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-container',
    request: 'https://graph.facebook.com/v19.0/17889615691921648?fields=status_code,status',
    id: '17889615691921648',
    body: {
      ...{ status_code: 'IN_PROGRESS', status: 'In Progress: Media is still being processed.' },
      id: '17889615691921648',
    },
    finds: { state: 'status_code' },
    states: [
      [{ status_code: 'FINISHED' }, 'succeeded'],
      [{ status_code: 'PUBLISHED' }, 'succeeded'],
      [{ status_code: 'EXPIRED' }, 'failed'],
    ],
  },
  {
    name: 'Snowflake statements: the HTTP status alone',
    source: 'https://docs.snowflake.com/en/developer-guide/sql-api/reference',
    request: 'https://acme.snowflakecomputing.com/api/v2/statements/019c06a4-0000-df4f-0000-00100006589e',
    id: '019c06a4-0000-df4f-0000-00100006589e',
    status: 202,
    body: {
      code: '333334',
      message: 'Asynchronous execution in progress. Use provided query id to perform query monitoring and management.',
      statementHandle: '019c06a4-0000-df4f-0000-00100006589e',
      statementStatusUrl: '/api/v2/statements/019c06a4-0000-df4f-0000-00100006589e',
    },
    finds: { state: undefined },
    states: [
      [{}, 'running'],
      [{ code: '090001', sqlState: '00000', message: 'Statement executed successfully.' }, 'succeeded', 200],
      [{ code: '000904', sqlState: '42000', message: 'SQL compilation error: error line 1' }, 'failed', 422],
    ],
  },
  {
    name: 'Google Speech: an operation whose name says nothing',
    source:
      'opencast/opencast: modules/transcription-service-google-speech-impl/src/main/java/org/opencastproject/transcription/googlespeech/GoogleSpeechTranscriptionService.java',
    request: 'https://speech.googleapis.com/v1/operations/7612202767953098924',
    id: '7612202767953098924',
    body: {
      name: '7612202767953098924',
      metadata: {
        '@type': 'type.googleapis.com/google.cloud.speech.v1.LongRunningRecognizeMetadata',
        ...{ progressPercent: 90, startTime: '2017-07-20T16:36:55.033650Z' },
        lastUpdateTime: '2017-07-20T16:37:17.158630Z',
      },
    },
    finds: { progress: 'metadata.progressPercent', createdAt: 'metadata.startTime' },
    states: [
      [{}, 'running'],
      [{ done: true, response: { results: [] } }, 'succeeded'],
    ],
    reasons: [[{ done: true, error: { code: 3, message: 'Invalid audio' } }, 'Invalid audio']],
  },
  {
    name: 'Kestra executions: the current state',
    // The words: kestra-io/kestra, core/src/main/java/io/kestra/core/models/flows/State.java.
    source: 'https://kestra.io/docs/how-to-guides/synchonous-executions-api',
    request: 'https://kestra.example.com/api/v1/main/executions/1KWLxLeaXEXNDaXWP7YSKA',
    id: '1KWLxLeaXEXNDaXWP7YSKA',
    body: {
      ...{ id: '1KWLxLeaXEXNDaXWP7YSKA', namespace: 'company.team', flowId: 'myflow', flowRevision: 1 },
      state: {
        ...{ current: 'CREATED', histories: [{ state: 'CREATED', date: '2024-07-12T05:07:28.447110427Z' }] },
        ...{ duration: 'PT0.002939292S', startDate: '2024-07-12T05:07:28.447110427Z' },
      },
      ...{ originalId: '1KWLxLeaXEXNDaXWP7YSKA', deleted: false },
      metadata: { attemptNumber: 1, originalCreatedDate: '2024-07-12T05:07:28.447113302Z' },
    },
    finds: { state: 'state.current', createdAt: 'state.startDate' },
    states: [
      [{}, 'queued'],
      [{ state: { current: 'RUNNING' } }, 'running'],
      [{ state: { current: 'KILLING' } }, 'running'],
      [{ state: { current: 'RETRYING' } }, 'running'],
      [{ state: { current: 'SUCCESS', endDate: '2024-07-12T05:13:42.335Z' } }, 'succeeded'],
      [{ state: { current: 'WARNING', endDate: '2024-07-12T05:13:42.335Z' } }, 'partial'],
      [{ state: { current: 'KILLED', endDate: '2024-07-12T05:13:42.335Z' } }, 'failed'],
      [{ state: { current: 'CANCELLED', endDate: '2024-07-12T05:13:42.335Z' } }, 'cancelled'],
    ],
  },
  {
    name: 'Tencent Cloud tasks: a number, and its word',
    source: 'TencentCloud/tencentcloud-cli: tccli/examples/asr/v20190614/DescribeTaskStatus.md',
    request: `curl https://asr.tencentcloudapi.com -H 'X-TC-Action: DescribeTaskStatus' -H 'X-TC-Version: 2019-06-14' --json '{"TaskId":522931820}'`,
    id: '522931820',
    body: {
      Response: {
        RequestId: '8824366f-0e8f-4bd4-8924-af5e84127caa',
        Data: {
          ...{ TaskId: 522931820, Status: 1, StatusStr: 'doing', AudioDuration: 0, Result: '', ErrorMsg: '' },
          ResultDetail: [],
        },
      },
    },
    finds: { refusal: 'Response.Error', state: 'Response.Data.StatusStr' },
    states: [
      [{}, 'running'],
      [{ Response: { Data: { Status: 0, StatusStr: 'waiting' } } }, 'queued'],
      [
        {
          Response: {
            Data: {
              ...{
                Status: 2,
                StatusStr: 'success',
                AudioDuration: 2.38,
                Result: '[0:0.020,0:2.380]  腾讯云语音识别欢迎您。\n',
              },
              ResultDetail: [
                { FinalSentence: '腾讯云语音识别欢迎您。', StartMs: 20, EndMs: 2380, SpeechSpeed: 5.9, WordsNum: 4 },
              ],
            },
          },
        },
        'succeeded',
      ],
    ],
    reasons: [
      [
        { Response: { Data: { Status: 3, StatusStr: 'failed', ErrorMsg: 'Failed to download audio file!' } } },
        'Failed to download audio file!',
      ],
    ],
  },
];
