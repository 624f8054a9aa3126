// 应得的诊断：counts-datagrams
// 看出来的检查：duplicate
// 想错的地方：来了两个报文，就以为两个服务端都答了。
import { createSocket } from 'node:dgram';

const [firstPort, secondPort] = process.argv.slice(2, 4).map(Number) as [number, number];
const question = process.argv[4] ?? 'hello';
const host = '127.0.0.1';
const answerTimeoutMs = 1000;

const names = new Map([[firstPort, '甲'], [secondPort, '乙']]);
const answered = new Set<string>();
const socket = createSocket('udp4');
let received = 0;
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

socket.on('message', (answer, sender) => {
  const name = names.get(sender.port);
  if (name === undefined || sender.address !== host) return;
  if (!answered.has(name)) console.log(`${name} ${answer.toString('utf8')}`);
  answered.add(name);
  received += 1;
  if (received === 2) finish();
});

for (const port of names.keys()) {
  socket.send(question, port, host, (error) => {
    if (error) console.error(`问题寄不出去：${error.message}`);
  });
}

const timer = setTimeout(() => {
  process.exitCode = 1;
  for (const name of names.values()) if (!answered.has(name)) console.log(`${name} 没有应答`);
  finish();
}, answerTimeoutMs);

function finish(): void {
  clearTimeout(timer);
  socket.close();
}
