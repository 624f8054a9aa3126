/**
 * 在 worker 里怎样让出一次，好让微任务都做完。
 */
import type { Hop } from '../process/loop.ts';
import type { Surroundings } from '../process/machine.ts';

/**
 * 有的浏览器让「后台」的任务排在别的都做完以后，包括「有一个 Promise 没有人接」的通知：
 * 一次就够（background）。别的要让两次（message）。
 */
export type HopKind = 'background' | 'message';

declare const self: Window & {
  scheduler?: { postTask(task: () => void, options: { priority: 'background' }): Promise<unknown> };
};

export function makeHops(kind: HopKind): Pick<Surroundings, 'hop' | 'settle'> {
  if (kind === 'background') return { hop: backgroundHop() };
  const hop = messageHop();
  return { hop, settle: hop };
}

function backgroundHop(): Hop {
  const scheduler = self.scheduler!;
  return () => new Promise((resolve) => void scheduler.postTask(resolve, { priority: 'background' }));
}

/** 发给自己一条消息，收到时微任务都已做完。 */
function messageHop(): Hop {
  const { port1, port2 } = new MessageChannel();
  let resume: () => void;
  port1.addEventListener('message', () => resume());
  port1.start();
  return () =>
    new Promise((resolve) => {
      resume = resolve;
      port2.postMessage(0);
    });
}

/**
 * 这个浏览器是哪一种，试几回就知道。指挥替大家试一次：在进程的 worker 里试，
 * 引擎要为那个没有人接的 Promise 把整个 lib 再解析一遍，好找出它的行号。
 */
export async function chooseHops(): Promise<HopKind> {
  if (!self.scheduler) return 'message';
  const hop = backgroundHop();
  const heard: Event[] = [];
  const listen = (event: Event) => {
    event.preventDefault();
    heard.push(event);
  };
  self.addEventListener('unhandledrejection', listen);
  let trials = 0;
  while (trials < 3 && heard.length === trials) {
    trials += 1;
    void Promise.reject(trials);
    await hop();
  }
  const isEnough = heard.length === trials;
  // 晚来的通知在这里收完，别让它打印出来
  const turn = messageHop();
  for (let turns = 0; turns < 100 && heard.length < trials; turns += 1) await turn();
  self.removeEventListener('unhandledrejection', listen);
  return isEnough ? 'background' : 'message';
}
