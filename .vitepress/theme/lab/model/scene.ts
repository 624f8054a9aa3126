/** 一章的舞台上有什么：主机、终端、实验。只是数据和小函数，不碰画面。 */
import type { CompiledModule, LinkSettings, TraceEvent } from '../../../../lab/index.ts';
import type { Stage } from './stage.ts';

export interface SceneHost {
  name: string;
  title: string;
  /** 第一个写在门牌上的最前面；名字查出来也照这个次序 */
  addresses: string[];
}

export interface TerminalPlan {
  id: string;
  title: string;
  host: string;
  /** 相对于本章文件夹的路径，如 `server.ts` */
  entry: string;
  args: string[];
  /** 程序读不读键盘：不读，读一行，一行一行读到 Ctrl-D */
  keyboard: false | 'line' | 'lines';
  /** 程序请人输入时，替读者打的一行；没有就等读者自己打 */
  line?: string;
  /** 打完那一行，接着按 Ctrl-D */
  ends?: boolean;
}

export interface Choice {
  id: string;
  text: string;
}

export interface Verdict {
  /** 看到的是哪一种 */
  choice: string;
  /** 看到了什么，一句话，数字从记录里数出来 */
  seen: string;
}

/** 实验的名字；别的等读者选了它再下载。 */
export interface ExperimentTitle {
  id: string;
  title: string;
}

export interface Experiment {
  id: string;
  question: string;
  choices: Choice[];
  seed: number;
  terminals: TerminalPlan[];
  links?: Partial<LinkSettings>;
  /** 开演以前：布置丢哪一个、推迟哪一个 */
  prepare?(stage: Stage): void;
  /** 要等很久的，不问读者，跳过去 */
  skips?: boolean;
  /** 这件事一发生，时间就停下 */
  pauseOn?(event: TraceEvent, stage: Stage): boolean;
  /** 看够了没有；看够了，看到的是哪一种 */
  conclude(stage: Stage): Verdict | undefined;
  why: string;
  /** 讲它的那一节 */
  section: { href: string; title: string };
}

/** 选了实验才下载的东西。 */
export interface ExperimentParts {
  experiments: Experiment[];
  modules: CompiledModule[];
}

/** 在真的电脑上照做的命令。 */
export interface RealStep {
  title: string;
  command: string;
}

export interface Scene {
  chapter: string;
  hosts: SceneHost[];
  terminals: TerminalPlan[];
  /** 「再开一个客户端」开的是哪一种 */
  extra: TerminalPlan;
  experiments: ExperimentTitle[];
  real: RealStep[];
}
