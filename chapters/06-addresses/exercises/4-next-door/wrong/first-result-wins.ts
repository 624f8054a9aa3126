// 应得的诊断：gives-up-early
// 看出来的检查：shut-first
// 想错的地方：用 Promise.race：第一个有结果的算数，哪怕它的结果是不开。
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

const sockets: Socket[] = [];
const attempts = doors.map(async (door, index) => {
  await new Promise((resolve) => setTimeout(resolve, index * delayMs));
  const socket = knock(door);
  sockets.push(socket);
  await new Promise((resolve, reject) => socket.once('connect', resolve).on('error', reject));
  return { socket, door };
});
try {
  const { socket, door } = await Promise.race(attempts);
  for (const other of sockets) if (other !== socket) other.destroy();
  listen(socket, door);
} catch {
  console.log('都不开');
  process.exit(1);
}
