// 主线程每一帧忙多久：照 Chromium 自己的时间线数。

import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

export interface Busy {
  frames: number;
  /** 毫秒：中位、95 分位、最长 */
  wall: string;
  /** 同上，只算处理器时间：机器忙的时候，它更说明问题 */
  cpu: string;
}

/** 看 `milliseconds`；两帧之间主线程上的任务加在一起，算一帧。`begin` 是开始看了才做的事。 */
export async function busyPerFrame(browser: Browser, page: Page, { milliseconds, begin }: { milliseconds: number; begin?: (() => Promise<unknown>) | undefined }): Promise<Busy> {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', 'devtools.timeline'] });
  await begin?.();
  await page.waitForTimeout(milliseconds);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  return summarize(traceEvents);
}

function summarize(events: TraceEvent[]): Busy {
  // 页面的主线程就是做动画回调最多的那一个
  const beats = events.filter(({ name }) => name === 'FireAnimationFrame');
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const counts = new Map<string, number>();
  for (const beat of beats) counts.set(threadOf(beat), (counts.get(threadOf(beat)) ?? 0) + 1);
  const main = [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
  const starts = events.filter((event) => threadOf(event) === main && event.name === 'FireAnimationFrame').map(({ ts }) => ts).toSorted((a, b) => a - b);
  const tasks = events.filter((event) => threadOf(event) === main && event.name === 'RunTask' && event.ph === 'X');
  const wall: number[] = starts.map(() => 0);
  const cpu: number[] = starts.map(() => 0);
  for (const { ts, dur = 0, tdur = 0 } of tasks) {
    // 画一帧的任务从动画回调以前就开始了：以结束的时刻为准
    const frame = starts.findLastIndex((start) => start <= ts + dur);
    if (frame < 0) continue;
    wall[frame]! += dur / 1000;
    cpu[frame]! += tdur / 1000;
  }
  return { frames: starts.length, wall: quantiles(wall), cpu: quantiles(cpu) };
}

function quantiles(values: number[]): string {
  const ordered = values.toSorted((a, b) => a - b);
  const at = (share: number) => (ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? 0).toFixed(1);
  return `中位 ${at(0.5)}、95 分位 ${at(0.95)}、最长 ${at(1)}`;
}
