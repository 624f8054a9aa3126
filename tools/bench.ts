/**
 * `npm run bench [名字里的几个字]`：量几件读者感觉得到快慢的事，与预算比较。
 *
 * 一项一个文件，`tools/bench/*.bench.ts`，默认导出一个返回 `Measured`（或几份）的函数。
 * 它不属于 `npm test`：忙的机器上，毫秒数说明不了程序的对错。超出预算时退出码是 1。
 */
import { readdirSync } from 'node:fs';
import { isWithinBudget, tableOf, type Measured } from './bench/measure.ts';

const wanted = process.argv[2] ?? '';
const folder = new URL('bench/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.bench.ts') && name.includes(wanted));
if (files.length === 0) {
  console.error(`没有名字里带「${wanted}」的测量。`);
  process.exitCode = 1;
}

for (const file of files.sort()) {
  const { default: measure } = (await import(new URL(file, folder).href)) as { default: () => Promise<Measured | Measured[]> };
  for (const measured of [await measure()].flat()) {
    console.log(`${tableOf(measured)}\n`);
    if (!isWithinBudget(measured)) process.exitCode = 1;
  }
}
