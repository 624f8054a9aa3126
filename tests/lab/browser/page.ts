/** 测试用的页面：把实验室的接口放在 window 上，由测试调用。 */
import type { LabProcess } from '../../../lab/index.ts';
import { loadLab, type LoadedLab } from '../../../lab/worker/load.ts';
import type { WorkerEngine } from '../../../lab/worker/worker-engine.ts';
import { judge, type Played, type Scene } from './scene.ts';

let loading: Promise<LoadedLab> | undefined;
const load = () => (loading ??= loadLab({ nodelib: '/nodelib.js', process: '/process.js' }));
let engine: WorkerEngine | undefined;

async function getEngine(watchdogMs?: number): Promise<WorkerEngine> {
  if (engine && watchdogMs === undefined) return engine;
  const { workerEngine, scripts } = await load();
  const made = await workerEngine({ ...scripts, ...(watchdogMs !== undefined && { watchdogMs }) });
  engine ??= made;
  return made;
}

async function play(scene: Scene): Promise<Played> {
  const begun = performance.now();
  let firstMs = 0;
  const { Lab } = await load();
  const lab = new Lab({ seed: scene.seed ?? 1, engine: await getEngine(scene.watchdogMs) });
  lab.network.onTrace(() => {
    firstMs ||= performance.now() - begun;
  });
  for (const [name, addresses] of Object.entries(scene.hosts)) lab.addHost(name, addresses);
  if (scene.links) lab.setLinks(scene.links);
  if (scene.careful) lab.intervene((_packet, id) => judge(id));
  const processes: LabProcess[] = await Promise.all(scene.programs.map((program) => lab.start(program)));
  for (const [index, { input }] of scene.programs.entries()) {
    if (input !== undefined) processes[index]!.type(input);
  }
  const started = performance.now();
  if (scene.interruptAtMs !== undefined) {
    await lab.run({ until: scene.interruptAtMs * 1000 });
    for (const process of processes) process.signal();
  }
  const stopWhen = scene.careful ? () => processes.every((process) => process.exit) : undefined;
  await lab.run({ until: (scene.untilMs ?? 600_000) * 1000, ...(stopWhen && { stopWhen }) });
  const ended = performance.now();
  lab.close();
  return {
    stdout: processes.map((process) => process.stdout),
    stderr: processes.map((process) => process.stderr),
    exits: processes.map((process) => process.exit?.code),
    hash: lab.traceHash,
    events: lab.trace.length,
    virtualMs: lab.now / 1000,
    firstMs,
    totalMs: ended - begun,
    runMs: ended - started,
  };
}

Object.assign(globalThis, { play, prepare: () => getEngine() });
