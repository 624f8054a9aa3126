/** 导演：读者按了什么，台上就怎样。画面只看这里给的几个量。 */
import { onScopeDispose, ref, shallowRef, triggerRef } from 'vue';
import type { CompiledModule, LinkSettings } from '../../../lab/index.ts';
import { holdEngine, prepareEngine, releaseEngine } from './engine.ts';
import { speeds, type Speed } from './model/pace.ts';
import type { Experiment, Scene } from './model/scene.ts';
import { Stage, type Progress } from './model/stage.ts';
import type { Terminal } from './model/terminal.ts';

/** 后台回来的一帧可能隔了很久；一帧最多当作这么长，毫秒。 */
const LONGEST_FRAME = 100;

export interface Knobs {
  links: Partial<LinkSettings>;
  seed: number;
}

export type Director = ReturnType<typeof useDirector>;

export function useDirector(scene: Scene, original: readonly CompiledModule[]) {
  const stage = shallowRef<Stage>();
  const status = ref<'ready' | 'starting' | 'playing' | 'paused'>('ready');
  const progress = ref<Progress>('idle');
  const problem = ref('');
  /** 台上的时间，微秒；每一帧都变。 */
  const time = ref(0);
  const speed = shallowRef<Speed>(speeds[0]!);
  const experiment = shallowRef<Experiment>();
  const line = ref(scene.terminals.find((plan) => plan.line !== undefined)?.line ?? '');
  const knobs = ref<Knobs>({ links: {}, seed: 1 });
  const modules = shallowRef<readonly CompiledModule[]>(original);
  let frameHandle = 0;
  let lastFrame = 0;
  let seen = -1;
  /** 第几次开演：启动要等，等的时候读者可能已经换了主意。 */
  let showing = 0;

  holdEngine();
  onScopeDispose(() => {
    cancelAnimationFrame(frameHandle);
    showing += 1;
    stage.value?.close();
    void releaseEngine();
  });

  /** 从头演起。 */
  async function run(): Promise<void> {
    if (status.value === 'starting') return;
    status.value = 'starting';
    problem.value = '';
    stage.value?.close();
    showing += 1;
    const mine = showing;
    try {
      const prepared = await prepareEngine();
      const made = new Stage({
        scene,
        ...prepared,
        modules: [...modules.value],
        seed: experiment.value?.seed ?? knobs.value.seed,
        links: experiment.value ? {} : knobs.value.links,
        experiment: experiment.value,
      });
      await made.open(line.value);
      if (mine !== showing) return made.close();
      stage.value = made;
      seen = -1;
      status.value = 'playing';
      wake();
    } catch (error) {
      if (mine !== showing) return;
      status.value = 'ready';
      problem.value = `没有运行起来：${(error as Error).message}`;
    }
  }

  function clear(): void {
    showing += 1;
    stage.value?.close();
    stage.value = undefined;
    status.value = 'ready';
    time.value = 0;
  }

  function pause(): void {
    if (status.value === 'playing') status.value = 'paused';
  }

  function resume(): void {
    if (status.value !== 'paused') return;
    if (stage.value) stage.value.stopAtPacket = false;
    status.value = 'playing';
    wake();
  }

  /** 走到下一个报文动身或者到达。 */
  async function step(): Promise<void> {
    if (status.value === 'ready') await run();
    if (!stage.value) return;
    stage.value.stopAtPacket = true;
    status.value = 'playing';
    wake();
  }

  /** 下一件事还早：不等，跳过去。 */
  async function skip(): Promise<void> {
    await stage.value?.skip();
    show();
    wake();
  }

  /** 对台上做一件事，再接着走。 */
  async function act(work: (stage: Stage) => Promise<unknown>): Promise<void> {
    if (!stage.value) return;
    await work(stage.value);
    show();
    wake();
  }

  function setLinks(changes: Partial<LinkSettings>): void {
    knobs.value = { ...knobs.value, links: { ...knobs.value.links, ...changes } };
    stage.value?.setLinks(changes);
  }

  function choose(chosen: Experiment | undefined): void {
    clear();
    experiment.value = chosen;
  }

  function wake(): void {
    cancelAnimationFrame(frameHandle);
    lastFrame = performance.now();
    progress.value = 'moving';
    frameHandle = requestAnimationFrame(frame);
  }

  async function frame(now: number): Promise<void> {
    const current = stage.value;
    if (!current || status.value !== 'playing') return show();
    const elapsed = Math.min(LONGEST_FRAME, Math.max(0, now - lastFrame));
    lastFrame = now;
    const result = await current.advance(elapsed, speed.value);
    if (current !== stage.value) return;
    progress.value = result;
    if (result === 'stopped') {
      current.stopAtPacket = false;
      status.value = 'paused';
    }
    show();
    if (result === 'moving') frameHandle = requestAnimationFrame(frame);
  }

  /** 时间每一帧都变；别的变了才重画。 */
  function show(): void {
    const current = stage.value;
    if (!current) return;
    time.value = current.time;
    if (current.version === seen) return;
    seen = current.version;
    triggerRef(stage);
  }

  const type = (terminal: Terminal, text: string) => act((one) => one.type(terminal, text));
  const endInput = (terminal: Terminal) => act((one) => one.endInput(terminal));
  const interrupt = (terminal: Terminal) => act((one) => one.interrupt(terminal));
  const start = (terminal: Terminal) => act((one) => one.start(terminal));
  const another = () => act((one) => one.start(one.addTerminal(scene.extra)));
  const touch = (id: number, change: 'drop' | 'delay' | 'duplicate') => act((one) => one.touch(id, change));

  return { scene, stage, status, progress, problem, time, speed, experiment, line, knobs, modules, run, clear, pause, resume, step, skip, setLinks, choose, type, endInput, interrupt, start, another, touch };
}
