// 在学习者的程序之前运行：看着它占用的内存，真的占多了就说一声。
// 看的是字符串、对象（heapUsed）和 Buffer（arrayBuffers），不看 Node 自己。
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const limitBytes = 12_000_000;
const everyMs = 20;
let told = false;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

function usedBytes() {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function look() {
  if (told || usedBytes() < limitBytes) return;
  // 读走不存的，用过就是垃圾，还没有来得及收：收了再量，剩下的才是存着的。
  // Buffer 的内存由另一个线程慢慢归还，再收一次，上一次的才算还完。
  collect();
  collect();
  if (usedBytes() < limitBytes) return;
  told = true;
  process.stdout.write(`\n检查程序看到：内存占用 ${Math.round(usedBytes() / 1e6)} MB\n`);
}

setInterval(look, everyMs).unref();
