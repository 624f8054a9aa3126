// 应得的诊断：timer-survives
// 看出来的检查：shut-first
// 想错的地方：有一扇开了，等一小会儿的计时器还在，时候一到又去敲下一扇。
// 分得清的系统：Linux、macOS
import { connect, type Socket } from 'node:net';

const [delayText = '250', ...doors] = process.argv.slice(2);
const delayMs = Number(delayText);

/** 敲一扇门；地址里可以有冒号，端口在最后一个冒号后面。 */
function knock(door: string): Socket {
  const colon = door.lastIndexOf(':');
  return connect({ host: door.slice(0, colon), port: Number(door.slice(colon + 1)) });
}

/** 开了的那一扇：听到 FIN 为止。 */
function listen(socket: Socket, door: string): void {
  console.log(`连上了 ${door}`);
  let said = '';
  socket.setEncoding('utf8').on('data', (text: string) => (said += text));
  socket.once('end', () => console.log(`听到 ${said.trimEnd()}`));
}

const waiting = new Set<Socket>();
let timer: NodeJS.Timeout | undefined;
let next = 0;

function knockNext(): void {
  clearTimeout(timer);
  const door = doors[next];
  if (door === undefined) {
    if (waiting.size > 0) return;
    console.log('都不开');
    process.exitCode = 1;
    return;
  }
  next += 1;
  timer = setTimeout(knockNext, delayMs);
  const socket = knock(door);
  waiting.add(socket);
  socket.on('error', () => {
    waiting.delete(socket);
    knockNext();
  });
  socket.once('connect', () => {
    waiting.delete(socket);
    for (const other of waiting) other.destroy();
    listen(socket, door);
  });
}

knockNext();
