/**
 * 一次演出：实验室、几个终端、时序图，和台上的时间。
 *
 * 台上的时间连续地走（画面要平滑），内核的时间一跳一跳；`advance` 让它们总在一起。
 * 所有的动作都经过这里，一次只做一样，所以不会走到一半又被人改了时钟。
 */
import type { CompiledModule, Lab, LabOptions, LinkSettings, Packet, SocketRow, TraceEvent } from '../../../../lab/index.ts';
import { Ladder } from './ladder.ts';
import { LONG_WAIT, wallMs, type Speed } from './pace.ts';
import type { Experiment, Scene, TerminalPlan, Verdict } from './scene.ts';
import { Terminal } from './terminal.ts';
import { sentence } from './words.ts';

/** 为什么不走了：没有事可做；要等很久；走到了该停的地方；还在走。 */
export type Progress = 'moving' | 'idle' | 'waiting' | 'stopped';

export interface StageOptions {
  scene: Scene;
  modules: CompiledModule[];
  engine: LabOptions['engine'];
  /** 实验室的类；由外面给：网页里它和沙箱的脚本在一处。 */
  Lab: new (options: LabOptions) => Lab;
  seed: number;
  links: Partial<LinkSettings>;
  experiment?: Experiment | undefined;
}

/** 程序在请人打字：几个程序都是这样说的。 */
const ASKING = /请输入|按 Ctrl-D：/;

export class Stage {
  readonly scene: Scene;
  readonly experiment: Experiment | undefined;
  readonly lab: Lab;
  readonly ladder: Ladder;
  readonly terminals: Terminal[] = [];
  /** 一件事一句话。 */
  readonly log: { key: number; text: string }[] = [];
  /** 台上的时间，微秒。 */
  time = 0;
  verdict: Verdict | undefined;
  /** 到下一个报文动身或者到达就停。 */
  stopAtPacket = false;
  closed = false;
  /** 台上有变化就加一：画面凭它知道要不要重画。 */
  version = 0;
  readonly #modules: CompiledModule[];
  readonly #titles: Record<string, string>;
  /** 到时候要做的事，见 `at`。 */
  #plans: { time: number; act: () => void }[] = [];
  #leg: { from: number; next: number; flying: boolean } | undefined;
  #stop = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ scene, modules, engine, Lab, seed, links, experiment }: StageOptions) {
    this.scene = scene;
    this.experiment = experiment;
    this.#modules = modules;
    this.#titles = Object.fromEntries(scene.hosts.map((host) => [host.name, host.title]));
    this.lab = new Lab({ seed, engine });
    for (const host of scene.hosts) this.lab.addHost(host.name, host.addresses);
    this.ladder = new Ladder(scene.hosts.map((host) => host.name));
    this.lab.network.onTrace((event) => this.#onTrace(event));
    this.setLinks({ ...links, ...experiment?.links });
    experiment?.prepare?.(this);
  }

  /** 启动安排好的程序，先后就是写的先后。 */
  async open(line?: string): Promise<void> {
    for (const plan of this.experiment?.terminals ?? this.scene.terminals) {
      const terminal = this.addTerminal(plan);
      if (line !== undefined && plan.line !== undefined) terminal.draft = line;
    }
    const waiting = this.terminals.map((terminal) => this.#launch(terminal));
    await Promise.all(waiting);
  }

  addTerminal(plan: TerminalPlan): Terminal {
    const terminal = new Terminal(plan);
    this.terminals.push(terminal);
    return terminal;
  }

  /** 启动（或者再启动）一个终端里的程序。 */
  start(terminal: Terminal): Promise<void> {
    return this.#exclusively(async () => {
      await this.#catchUp();
      await this.#launch(terminal);
    });
  }

  /** 在一个终端里打一行，按回车。 */
  type(terminal: Terminal, line: string): Promise<void> {
    return this.#exclusively(async () => {
      await this.#catchUp();
      if (!terminal.running) return;
      this.enter(terminal, line);
    });
  }

  /** 在一个终端里按 Ctrl-D。 */
  endInput(terminal: Terminal): Promise<void> {
    return this.#exclusively(async () => {
      await this.#catchUp();
      if (terminal.running) this.#end(terminal);
    });
  }

  /** 在一个终端里按 Ctrl-C。 */
  interrupt(terminal: Terminal): Promise<void> {
    return this.#exclusively(async () => {
      await this.#catchUp();
      if (!terminal.running) return;
      terminal.key('^C');
      terminal.process?.signal('SIGINT');
    });
  }

  /** 动一个在路上的报文。 */
  touch(id: number, change: 'drop' | 'delay' | 'duplicate'): Promise<void> {
    return this.#exclusively(async () => {
      await this.#catchUp();
      if (change === 'drop') this.lab.drop(id);
      else if (change === 'delay') this.lab.delay(id, 4 * this.ladder.trip);
      else this.lab.duplicate(id);
    });
  }

  /** 到 `time`（微秒）这一刻做一件事：实验用它布置。此刻没有别的人动台上的东西，不必排队。 */
  at(time: number, act: () => void): void {
    this.#plans.push({ time, act });
    this.lab.alarm(time);
  }

  /** 立刻在一个终端里打一行；只在 `at` 里用。 */
  enter(terminal: Terminal, line: string): void {
    terminal.answered = true;
    terminal.typed(`${line}\n`);
    terminal.process?.type(`${line}\n`);
  }

  terminal(id: string): Terminal | undefined {
    return this.terminals.find(({ plan }) => plan.id === id);
  }

  setLinks(changes: Partial<LinkSettings>): void {
    if (changes.delay !== undefined) this.ladder.trip = Math.max(1, changes.delay);
    this.lab.setLinks(changes);
  }

  sockets(host: string): SocketRow[] {
    return this.lab.sockets(host);
  }

  /** 记录里出现过的报文，按寄出的先后。 */
  get packets(): Packet[] {
    return this.lab.trace.flatMap((event) => (event.kind === 'sent' ? event.packet : []));
  }

  /** 到下一件事还有多久，微秒；没有事了是 undefined。 */
  get untilNext(): number | undefined {
    const next = this.lab.network.clock.nextTime();
    return next === undefined ? undefined : Math.max(0, next - this.time);
  }

  /** 台上走 `milliseconds`（真实的毫秒）。 */
  advance(milliseconds: number, speed: Speed): Promise<Progress> {
    return this.#exclusively(() => this.#advance(milliseconds, speed));
  }

  /** 不等了：跳到下一件事。 */
  skip(): Promise<Progress> {
    return this.#exclusively(async () => {
      const next = this.lab.network.clock.nextTime();
      return next === undefined ? 'idle' : this.#runUntil(next);
    });
  }

  close(): void {
    this.closed = true;
    this.lab.close();
  }

  async #advance(milliseconds: number, speed: Speed): Promise<Progress> {
    let left = milliseconds;
    while (!this.closed) {
      const next = this.lab.network.clock.nextTime();
      if (next === undefined) return 'idle';
      const leg = this.#legTo(next);
      const gap = leg.next - leg.from;
      if (!leg.flying && gap > LONG_WAIT && !this.experiment?.skips) return 'waiting';
      const wall = wallMs({ gap, flying: leg.flying, trip: this.ladder.trip }, speed);
      const span = wall === 0 ? Infinity : (left * gap) / wall;
      if (this.time + span < next) {
        this.time += span;
        return 'moving';
      }
      left = Math.max(0, left - ((next - this.time) * wall) / Math.max(1, gap));
      const progress = await this.#runUntil(next);
      if (progress === 'stopped') return progress;
    }
    return 'idle';
  }

  /** 从上一件事到下一件事是一程；下一件事变了，就重新起程。 */
  #legTo(next: number): { from: number; next: number; flying: boolean } {
    const flying = this.ladder.flying.length > 0;
    if (this.#leg?.next !== next || this.#leg.flying !== flying) this.#leg = { from: this.time, next, flying };
    return this.#leg;
  }

  async #runUntil(next: number): Promise<Progress> {
    this.#stop = false;
    await this.lab.run({ until: next, stopWhen: () => this.#stop });
    this.time = Math.max(this.time, this.lab.now);
    this.#leg = undefined;
    this.version += 1;
    for (const terminal of this.terminals) this.#watch(terminal);
    this.#carryOut();
    this.verdict ??= this.experiment?.conclude(this);
    return this.#stop ? 'stopped' : 'moving';
  }

  /** 让内核的时钟走到台上的时间：读者此刻做的事，就记在此刻。 */
  async #catchUp(): Promise<void> {
    this.version += 1;
    const milliseconds = Math.floor((this.time - this.lab.now) / 1000);
    if (milliseconds > 0) await this.lab.runFor(milliseconds);
  }

  async #launch(terminal: Terminal): Promise<void> {
    const { host, entry, args } = terminal.plan;
    const process = await this.lab.start({ host, entry, args, modules: this.#modules });
    terminal.begin(process);
    process.onChange = () => this.#watch(terminal);
  }

  /** 进程写了什么、结束了没有；它请人输入，就替读者打安排好的一行。 */
  #watch(terminal: Terminal): void {
    const isFresh = terminal.collect();
    if (terminal.process?.exit && !terminal.ended) terminal.exited(terminal.process.exit.code);
    if (!isFresh || terminal.plan.line === undefined || terminal.answered || !ASKING.test(terminal.text)) return;
    this.enter(terminal, terminal.draft);
    if (terminal.plan.ends) this.#end(terminal);
  }

  #end(terminal: Terminal): void {
    terminal.inputEnded = true;
    terminal.key('^D');
    terminal.process?.endInput();
  }

  /** 到了时候的事，照约定做掉。 */
  #carryOut(): void {
    const due = this.#plans.filter(({ time }) => time <= this.lab.now);
    this.#plans = this.#plans.filter((plan) => !due.includes(plan));
    for (const { act } of due) act();
  }

  #onTrace(event: TraceEvent): void {
    this.ladder.add(event);
    this.log.push({ key: this.log.length, text: sentence(event, this.#titles) });
    const moved = event.kind === 'sent' || event.kind === 'arrived';
    if ((this.stopAtPacket && moved) || this.experiment?.pauseOn?.(event, this)) this.#stop = true;
  }

  #exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }
}
