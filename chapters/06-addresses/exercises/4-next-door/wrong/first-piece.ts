// 应得的诊断：first-piece
// 看出来的检查：silent-first
// 想错的地方：读到一块，就当作他说完了。
// 分得清的系统：Linux、macOS
import { connect, type Socket } from 'node:net';

const [delayText = '250', ...doors] = process.argv.slice(2);
const delayMs = Number(delayText);
const waiting = new Set<Socket>();
let timer: NodeJS.Timeout | undefined;
let next = 0;

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
  socket.once('data', () => console.log(`听到 ${said.trimEnd()}`));
}

function knockNext(): void {
  clearTimeout(timer);
  const door = doors[next];
  if (door === undefined) return giveUp();
  next += 1;
  timer = setTimeout(knockNext, delayMs);
  const socket = knock(door);
  waiting.add(socket);
  socket.on('error', () => {
    waiting.delete(socket);
    knockNext();
  });
  socket.once('connect', () => {
    clearTimeout(timer);
    waiting.delete(socket);
    for (const other of waiting) other.destroy();
    // 往后出错的是说话，不是敲门：不能再去敲下一扇。
    socket.removeAllListeners('error').on('error', (error) => console.error(`断了：${error.message}`));
    listen(socket, door);
  });
}

/** 都敲过了：还有在等的，就接着等。 */
function giveUp(): void {
  if (waiting.size > 0) return;
  console.log('都不开');
  process.exitCode = 1;
}

knockNext();
