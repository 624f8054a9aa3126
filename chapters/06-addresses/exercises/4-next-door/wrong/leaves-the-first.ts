// 应得的诊断：drops-earlier
// 看出来的检查：slow-first
// 想错的地方：时间到了就放弃这一扇，再敲下一扇；慢的那一扇再也开不了。
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

let timer: NodeJS.Timeout | undefined;

function next(index: number): void {
  const door = doors[index];
  if (door === undefined) {
    console.log('都不开');
    process.exitCode = 1;
    return;
  }
  const socket = knock(door);
  timer = setTimeout(() => {
    if (index + 1 === doors.length) return;
    socket.destroy();
    next(index + 1);
  }, delayMs);
  socket.once('connect', () => {
    clearTimeout(timer);
    listen(socket, door);
  });
  socket.on('error', () => {
    clearTimeout(timer);
    next(index + 1);
  });
}

next(0);
