/** 导演：读者按了什么，台上就怎样。画面只看这里给的几个量。 */
import { onScopeDispose, ref, shallowRef, triggerRef, type Ref } from 'vue';
import type { CompiledModule, LinkSettings } from '../../../lab/index.ts';
import { prepareEngine, preparedEngine } from './engine.ts';
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
  const calm = useCalm();
  const speed = shallowRef<Speed>(speeds[0]!);
  const experiment = shallowRef<Experiment>();
  const line = ref(scene.terminals.find((plan) => plan.line !== undefined)?.line ?? '');
  const knobs = ref<Knobs>({ links: {}, seed: 1 });
  const modules = shallowRef<readonly CompiledModule[]>(original);
  let seen = -1;
  /** 正在一帧一帧地演。 */
  let rolling = false;
  /** 又有事可做了：演到头也再看一眼。 */
  let woken = false;
  /** 第几次开演：启动要等，等的时候读者可能已经换了主意。 */
  let showing = 0;

  onScopeDispose(() => clear());

  /** 从头演起。 */
  async function run(): Promise<void> {
    if (status.value === 'starting') return;
    status.value = 'starting';
    problem.value = '';
    stage.value?.close();
    showing += 1;
    const mine = showing;
    try {
      // 备好了就不等：程序先启动，画面随后
      const prepared = preparedEngine() ?? (await prepareEngine());
      if (mine !== showing) return;
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
      fail(error as Error);
    }
  }

  /** 用到才下载的：没有下载下来，说给读者听，返回 undefined。 */
  async function fetched<Loaded>(load: () => Promise<Loaded>): Promise<Loaded | undefined> {
    problem.value = '';
    return load().catch(() => {
      problem.value = '没有下载下来，请检查网络，再按一次';
      return undefined;
    });
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
    progress.value = 'moving';
    woken = true;
    if (!rolling) void roll();
  }

  /** 一帧一帧地演，到停下为止。第一帧不等屏幕：报文早一点上路。 */
  async function roll(): Promise<void> {
    rolling = true;
    let current: Stage | undefined;
    let last = 0;
    for (let now = performance.now(); stage.value && status.value === 'playing'; now = await nextFrame()) {
      if (current !== stage.value) last = now;
      current = stage.value;
      const elapsed = Math.min(LONGEST_FRAME, Math.max(0, now - last));
      last = now;
      woken = false;
      const result = await current.advance(elapsed, speed.value).catch(fail);
      if (current !== stage.value) continue;
      if (result) progress.value = result;
      if (result === 'stopped') {
        current.stopAtPacket = false;
        status.value = 'paused';
      }
      show();
      if (result !== 'moving' && !woken) break;
    }
    rolling = false;
    show();
  }

  function fail(error: Error): void {
    clear();
    problem.value = `没有运行起来：${error.message}`;
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

  const nextFrame = () => new Promise<number>((resolve) => void requestAnimationFrame(resolve));
  const type = (terminal: Terminal, text: string) => act((one) => one.type(terminal, text));
  const endInput = (terminal: Terminal) => act((one) => one.endInput(terminal));
  const interrupt = (terminal: Terminal) => act((one) => one.interrupt(terminal));
  const start = (terminal: Terminal) => act((one) => one.start(terminal));
  const another = () => act((one) => one.start(one.addTerminal(scene.extra)));
  const touch = (id: number, change: 'drop' | 'delay' | 'duplicate') => act((one) => one.touch(id, change));

  return { scene, stage, status, progress, problem, time, calm, speed, experiment, line, knobs, modules, fetched, run, clear, pause, resume, step, skip, setLinks, choose, type, endInput, interrupt, start, another, touch };
}

/** 读者请求少些动静（系统里的「减弱动态效果」）；改了马上生效。 */
function useCalm(): Ref<boolean> {
  const query = matchMedia('(prefers-reduced-motion: reduce)');
  const calm = ref(query.matches);
  const listen = () => (calm.value = query.matches);
  query.addEventListener('change', listen);
  onScopeDispose(() => query.removeEventListener('change', listen));
  return calm;
}
