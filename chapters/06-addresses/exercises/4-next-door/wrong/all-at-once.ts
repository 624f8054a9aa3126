// 应得的诊断：all-at-once
// 看出来的检查：open-first
// 想错的地方：每扇门一起敲，谁快就进谁的：平时也把每扇门都吵一遍。
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

void delayMs;
let opened = false;
let failed = 0;
const sockets = doors.map((door) => {
  const socket = knock(door);
  socket.once('connect', () => {
    if (opened) return;
    opened = true;
    for (const other of sockets) if (other !== socket) other.destroy();
    listen(socket, door);
  });
  socket.on('error', () => {
    failed += 1;
    if (failed < doors.length) return;
    console.log('都不开');
    process.exitCode = 1;
  });
  return socket;
});
