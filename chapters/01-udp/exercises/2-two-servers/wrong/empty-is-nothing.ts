// 应得的诊断：ignores-empty
// 看出来的检查：empty
// 想错的地方：用应答的文字来记「答过没有」，空的应答就当作没有应答。
import { createSocket } from 'node:dgram';

const host = '127.0.0.1';
const question = process.argv[4] ?? 'hello';
const socket = createSocket('udp4');
const waiting = new Map([
  [Number(process.argv[2]), '甲'],
  [Number(process.argv[3]), '乙'],
]);

const answers = new Map<number, string>();

function finish(): void {
  clearTimeout(timer);
  for (const [port, name] of waiting) {
    if (answers.get(port)) continue;
    console.log(`${name} 没有应答`);
    process.exitCode = 1;
  }
  socket.close();
}

for (const port of waiting.keys()) socket.send(question, port, host);
const timer = setTimeout(finish, 1000);

socket.on('message', (answer, from) => {
  if (from.address !== host || !waiting.has(from.port) || answers.get(from.port)) return;
  const text = answer.toString('utf8');
  answers.set(from.port, text);
  if (!text) return;
  console.log(`${waiting.get(from.port)} ${text}`);
  if ([...waiting.keys()].every((port) => answers.get(port))) finish();
});
